package distributed

import (
	"slices"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
)

// Workers join by a Welcome. Those that refuse for now, or say nothing, are named at the
// deadline unless enough have joined; a refusal for good is an error at once.
func TestInvitationsAreAnswered(t *testing.T) {
	for minWorkers, says := range map[int]string{1: "", 2: "1 of 3 workers are there after 5s, at least 2 are needed: a:1 (it is busy), c:3 (no answer)"} {
		i := newInvitation([]string{"a:1", "b:2", "c:3"}, minWorkers)
		for machine, message := range []any{&wire.Welcome{}, &wire.Refusal{Reason: "it is busy", Later: true}, &wire.Welcome{Challenge: []byte{7}}} {
			if err := i.answered(machine, message); err != nil {
				t.Fatal(err)
			}
		}
		if got := i.pending(); !slices.Equal(got, []int{1, 3}) {
			t.Errorf("machines %v are asked again, want 1 and 3", got)
		}
		if all := i.candidates(); len(all) != 1 || all[0].machine != 2 || all[0].address != "b:2" || all[0].challenge[0] != 7 {
			t.Errorf("candidates %+v, want b:2 as machine 2", all)
		}
		switch err := i.expired(5 * time.Second); {
		case says == "" && err != nil:
			t.Errorf("error %v with enough workers", err)
		case says != "" && (!terms.IsLost(err) || err.Error() != says):
			t.Errorf("error %v, want a loss: %s", err, says)
		}
		if err := i.answered(3, &wire.Refusal{Reason: "another build"}); err == nil || !strings.Contains(err.Error(), "worker c:3 refuses: another build") {
			t.Errorf("error %v, want one that names the worker and its reason", err)
		}
	}
}
