package engine

// Budget limits a caller's retries over an edge, whatever Attempts says. It is a
// bucket of Tokens, full at the start.
type Budget struct {
	Kind   BudgetKind
	Ratio  float64 // tokens that come back: for each call (BudgetCalls) or success (BudgetSuccesses)
	Tokens float64 // the most there can be
}

// BudgetKind is how a budget of retries is kept.
type BudgetKind uint8

// Kinds of budgets.
const (
	BudgetNone      BudgetKind = iota
	BudgetCalls                // each call adds Ratio tokens, each retry takes one (Finagle's RetryBudget, Brooker's adaptive retries)
	BudgetSuccesses            // each success adds Ratio tokens, each failure takes one; retries only while more than half are left (gRPC, proposal A6)
)

// budget counts tokens in millionths, so that nothing is rounded as they add up.
type budget struct {
	kind        BudgetKind
	ratio, most int64
	tokens      int64
	begun       bool
}

const wholeToken = 1_000_000

func (b *budget) configure(n Budget) {
	most := int64(float64(n.Tokens*wholeToken) + 0.5)
	if b.kind != n.Kind || !b.begun {
		b.tokens = most
	}
	b.kind, b.most, b.begun = n.Kind, most, true
	b.ratio = int64(float64(n.Ratio*wholeToken) + 0.5)
	b.tokens = min(b.tokens, most)
}

func (b *budget) called() {
	if b.kind == BudgetCalls {
		b.tokens = min(b.most, b.tokens+b.ratio)
	}
}

func (b *budget) learn(ok bool) {
	switch {
	case b.kind != BudgetSuccesses:
	case ok:
		b.tokens = min(b.most, b.tokens+b.ratio)
	default:
		b.tokens = max(0, b.tokens-wholeToken)
	}
}

// retry takes what a retry costs, if it is there.
func (b *budget) retry() bool {
	switch b.kind {
	case BudgetCalls:
		if b.tokens < wholeToken {
			return false
		}
		b.tokens -= wholeToken
	case BudgetSuccesses:
		return 2*b.tokens > b.most
	}
	return true
}
