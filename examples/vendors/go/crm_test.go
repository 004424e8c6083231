package crm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func opened(t *testing.T, options Options) *Engine {
	t.Helper()
	engine, err := Open(options)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func signedIn(t *testing.T, engine *Engine) *Session {
	t.Helper()
	if _, err := engine.Bootstrap("han", "韩梅梅", "sales_manager", "integration"); err != nil {
		t.Fatal(err)
	}
	session, err := engine.Session("han")
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func newOpportunity(name string) OpportunitiesCreateArgs {
	return OpportunitiesCreateArgs{New: NewOpportunity{CustomerName: name, Summary: "试制", Description: "…", SuccessProbability: 20}}
}

func TestRefusalsAreErrors(t *testing.T) {
	engine := opened(t, Options{})
	defer engine.Close()
	session := signedIn(t, engine)
	_, err := Call(context.Background(), session, OpportunitiesCreate, newOpportunity(" "))
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != "invalid" || refused.Fields[0].Field != "customer_name" {
		t.Fatal(err)
	}
	chinese, err := session.In("zh-Hans")
	if err != nil {
		t.Fatal(err)
	}
	_, err = Call(context.Background(), chinese, OpportunitiesCreate, newOpportunity(" "))
	if err == nil || !strings.Contains(err.Error(), "客户") {
		t.Fatal(err)
	}
	if _, err = session.CallJSON(context.Background(), "opportunities.burn", "{}"); !errors.As(err, &refused) || refused.Code != "unknown_operation" {
		t.Fatal(err)
	}
}

func TestClosedIsAnErrorNotACrash(t *testing.T) {
	engine := opened(t, Options{})
	session := signedIn(t, engine)
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Call(context.Background(), session, OpportunitiesCreate, newOpportunity("华东精密")); err == nil {
		t.Fatal("a call through a closed engine")
	}
	if engine.Close() == nil || session.Close() == nil {
		t.Fatal("closed twice")
	}
}

func TestAPanicInAListenerIsItsOwn(t *testing.T) {
	engine := opened(t, Options{})
	defer engine.Close()
	session := signedIn(t, engine)
	var heard []string
	panics, err := engine.Listen(func(ChangeEvent) { panic("a listener's own") })
	if err != nil {
		t.Fatal(err)
	}
	closes, err := engine.Listen(func(change ChangeEvent) {
		// Closing from inside is refused, and neither hangs nor ends the process.
		var refused *Error
		if !errors.As(engine.Close(), &refused) || refused.Fields[0].Code != "inside_a_call" {
			heard = append(heard, "closed from inside")
		}
		heard = append(heard, change.Operation)
	})
	if err != nil {
		t.Fatal(err)
	}
	for range [3]int{} {
		if _, err := Call(context.Background(), session, OpportunitiesCreate, newOpportunity("华东精密")); err != nil {
			t.Fatal(err)
		}
	}
	if fmt.Sprint(heard) != "[opportunities.create opportunities.create opportunities.create]" {
		t.Fatal(heard)
	}
	if panics.Close() != nil || closes.Close() != nil || panics.Close() == nil {
		t.Fatal("listeners close once")
	}
}

func TestAContextInterrupts(t *testing.T) {
	engine := opened(t, Options{"path": filepath.Join(t.TempDir(), "wait.crm")})
	defer engine.Close()
	session := signedIn(t, engine)
	// Ten thousand records in one transaction take longer than this context has.
	var many []string
	for i := 0; i < 10000; i++ {
		many = append(many, fmt.Sprintf(`{"name": "客户%d", "external_id": "E%d"}`, i, i))
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	arguments := `{"allow_incomplete": true, "customers": [` + strings.Join(many, ",") + `]}`
	if _, err := session.CallJSON(ctx, "customers.import_many", arguments); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal("not interrupted: ", err)
	}
	// Nothing of it is there, and the session goes on.
	page, err := session.CallJSON(context.Background(), "customers.list", "{}")
	if err != nil || !strings.HasPrefix(page, `{"items":[]`) {
		t.Fatal(page, err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := session.CallJSON(ended, "users.me", "{}"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestFourGoroutines(t *testing.T) {
	engine := opened(t, Options{})
	defer engine.Close()
	session := signedIn(t, engine)
	var all sync.WaitGroup
	for i := 0; i < 4; i++ {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			for j := 0; j < 50; j++ {
				if _, err := Call(context.Background(), session, OpportunitiesCreate, newOpportunity(fmt.Sprint(i, j))); err != nil {
					t.Error(err)
				}
			}
		}(i)
	}
	all.Wait()
	most := int64(1000)
	page, err := Call(context.Background(), session, OpportunitiesList, OpportunitiesListArgs{Page: &PageRequest{Limit: &most}})
	if err != nil || len(page.Items) != 200 {
		t.Fatal(len(page.Items), err)
	}
	latest, err := session.WaitChanges(0, time.Second)
	if err != nil || latest < 200 {
		t.Fatal(latest, err)
	}
}

// Stories of the engine's own tests (tests/scenarios), by name.
func TestStories(t *testing.T) {
	folder, names := os.Getenv("CRM_SCENARIOS"), strings.Fields(os.Getenv("CRM_VENDOR_STORIES"))
	if folder == "" || len(names) < 10 {
		t.Fatal("CRM_SCENARIOS and CRM_VENDOR_STORIES say which stories")
	}
	var cast map[string]any
	read(t, filepath.Join(folder, "cast.json"), &cast)
	for _, name := range names {
		t.Run(name, func(t *testing.T) { tell(t, cast, filepath.Join(folder, name+".json")) })
	}
}

func read(t *testing.T, file string, into any) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(file, err)
	}
}

func tell(t *testing.T, cast map[string]any, file string) {
	var story struct{ Steps []map[string]any }
	read(t, file, &story)
	engine := opened(t, Options{"time_zone": cast["time_zone"], "currency": cast["currency"], "now": cast["now"]})
	defer engine.Close()
	kept, sessions := map[string]any{}, map[string]*Session{}
	enter := func(name, login string, id any) {
		session, err := engine.Session(login)
		if err != nil {
			t.Fatal(err)
		}
		sessions[name], kept[name] = session, id
	}
	first := cast["first"].(map[string]any)
	roles := []string{}
	for _, role := range first["roles"].([]any) {
		roles = append(roles, role.(string))
	}
	id, err := engine.Bootstrap(first["login"].(string), first["display_name"].(string), roles...)
	if err != nil {
		t.Fatal(err)
	}
	firstName := first["name"].(string)
	enter(firstName, first["login"].(string), id)
	call := func(as, operation string, with any) (any, error) {
		said, _ := json.Marshal(with)
		gave, err := sessions[as].CallJSON(context.Background(), operation, string(said))
		var refused *Error
		if errors.As(err, &refused) {
			gave = refused.Raw
		}
		var outcome any
		if err := json.Unmarshal([]byte(gave), &outcome); err != nil {
			t.Fatal(err)
		}
		return outcome, err
	}
	for _, each := range cast["users"].([]any) {
		user := each.(map[string]any)
		fresh := map[string]any{"login": user["login"], "display_name": user["display_name"], "roles": user["roles"]}
		made, err := call(firstName, "users.create", map[string]any{"new": fresh})
		if err != nil {
			t.Fatal(err)
		}
		enter(user["name"].(string), user["login"].(string), made.(map[string]any)["id"])
	}
	for i, step := range story.Steps {
		if _, clock := step["clock"]; clock {
			t.Fatalf("step %d sets the clock, which this package leaves alone", i)
		}
		with := any(map[string]any{})
		if given, is := step["with"]; is {
			with = fill(kept, given)
		}
		outcome, err := call(step["as"].(string), step["call"].(string), with)
		expected, wrong := step["error"]
		if wrong != (err != nil) {
			t.Fatalf("step %d: %v %v", i, outcome, err)
		}
		if !wrong {
			expected = step["expect"]
		}
		if expected != nil {
			compare(t, fmt.Sprintf("step %d", i), fill(kept, expected), outcome)
		}
		saved, _ := step["save"].(map[string]any)
		for name, path := range saved {
			kept[name] = part(outcome, path.(string))
		}
	}
}

func fill(kept map[string]any, value any) any {
	switch value := value.(type) {
	case string:
		if strings.HasPrefix(value, "$") {
			return kept[value[1:]]
		}
	case []any:
		filled := []any{}
		for _, item := range value {
			filled = append(filled, fill(kept, item))
		}
		return filled
	case map[string]any:
		filled := map[string]any{}
		for name, item := range value {
			filled[name] = fill(kept, item)
		}
		return filled
	}
	return value
}

func compare(t *testing.T, place string, expected, found any) {
	t.Helper()
	switch expected := expected.(type) {
	case map[string]any:
		found, is := found.(map[string]any)
		if !is {
			t.Fatalf("%s: no object", place)
		}
		for name, item := range expected {
			compare(t, place+"."+name, item, found[name])
		}
	case []any:
		found, is := found.([]any)
		if !is || len(found) != len(expected) {
			t.Fatalf("%s: another number of elements: %v", place, found)
		}
		for i, item := range expected {
			compare(t, place+"."+strconv.Itoa(i), item, found[i])
		}
	default:
		if expected == "*" && found != nil {
			return
		}
		if expected != found {
			t.Fatalf("%s: expected %v, found %v", place, expected, found)
		}
	}
}

func part(value any, path string) any {
	if path == "" {
		return value
	}
	for _, name := range strings.Split(path, ".") {
		if list, is := value.([]any); is {
			at, _ := strconv.Atoi(name)
			value = list[at]
		} else {
			value = value.(map[string]any)[name]
		}
	}
	return value
}
