package sqlite

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// idSource makes UUIDs of version 7 (RFC 9562, section 5.7): unique across machines,
// and in the order of time within one. Twelve bits count within a millisecond (method 1
// of section 6.2). It is here because google/uuid reads the machine's clock itself.
type idSource struct {
	now    func() time.Time
	random io.Reader

	mu   sync.Mutex
	last uint64 // milliseconds << 12 | counter
}

func (s *idSource) next() (string, error) {
	var id uuid.UUID
	if _, err := io.ReadFull(s.random, id[8:]); err != nil {
		return "", fmt.Errorf("the machine gives no random numbers for an id: %w", err)
	}
	s.mu.Lock()
	s.last = max(s.last+1, uint64(s.now().UnixMilli())<<12)
	stamp := s.last
	s.mu.Unlock()

	binary.BigEndian.PutUint64(id[:8], stamp<<4&^0xffff|stamp&0xfff)
	id[6] |= 0x70             // version 7
	id[8] = id[8]&0x3f | 0x80 // the variant of RFC 9562
	return id.String(), nil
}
