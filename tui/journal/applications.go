package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sysprep/interview"
	"sysprep/store"
)

// Applications reads the applications that are tracked. They belong to no pack.
func Applications(ctx context.Context, st store.Store) ([]interview.Application, error) {
	log, err := st.Events(ctx, store.Query{Pack: interview.TrackerPack})
	if err != nil {
		return nil, err
	}
	return interview.Track(log), nil
}

// Errors of Track.
var (
	ErrNoCompany = errors.New("name the company")
	ErrTracked   = errors.New("there is an application at this company already")
)

// Track keeps what happened to an application, and returns all of them. If it is new there must be none of that
// company, else there must be one.
func Track(ctx context.Context, st store.Store, at time.Time, e interview.Tracked, isNew bool) ([]interview.Application, error) {
	if e.Company = strings.Join(strings.Fields(e.Company), " "); e.Company == "" {
		return nil, ErrNoCompany
	}
	all, err := Applications(ctx, st)
	if err != nil {
		return nil, err
	}
	_, err = interview.Find(all, e.Company)
	switch {
	case err != nil && !isNew:
		return nil, err
	case err == nil && isNew:
		return nil, ErrTracked
	}
	rec, err := interview.RecordTracked(at, e)
	if err != nil {
		return nil, err
	}
	if _, err := st.Append(ctx, rec); err != nil {
		return nil, fmt.Errorf("this could not be saved: %w", err)
	}
	return Applications(ctx, st)
}

// Applications reads the applications that are tracked.
func (j *Journal) Applications(ctx context.Context) ([]interview.Application, error) {
	return Applications(ctx, j.store)
}

// Track keeps what happened to an application now, and returns all of them; as the function does.
func (j *Journal) Track(ctx context.Context, e interview.Tracked, isNew bool) ([]interview.Application, error) {
	return Track(ctx, j.store, j.Now(), e, isNew)
}
