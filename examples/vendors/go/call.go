package crm

// #include "crm.h"
import "C"

import (
	"context"
	"encoding/json"
	"runtime/cgo"
	"time"
	"unsafe"
)

// Operation is a name that knows what the operation takes and gives; operations.go has them all.
type Operation[A, R any] struct{ Name string }

// Call makes a call, by its types. Where the context ends first the call is interrupted and nothing of it is kept; the error
// is then the context's too (errors.Is).
func Call[A, R any](ctx context.Context, s *Session, operation Operation[A, R], arguments A) (result R, err error) {
	said, err := json.Marshal(arguments)
	if err != nil {
		return result, err
	}
	given, err := s.CallJSON(ctx, operation.Name, string(said))
	if err != nil {
		return result, err
	}
	return result, json.Unmarshal([]byte(given), &result)
}

// CallJSON makes a call as the library does: a JSON object in, JSON out. For the operations of packs, whose names are data.
func (s *Session) CallJSON(ctx context.Context, operation, arguments string) (result string, err error) {
	if err = ctx.Err(); err != nil {
		return "", err
	}
	if ctx.Done() != nil {
		over := make(chan struct{})
		watched := make(chan struct{})
		go s.interruptAtEnd(ctx, over, watched)
		// The interrupt of this call must not reach the session's next one.
		defer func() { close(over); <-watched }()
	}
	err = given(func(texts []*C.char) error {
		var gave *C.char
		err := try(func(told **C.char) C.crm_code { return C.crm_call(s.handle, texts[0], texts[1], &gave, told) })
		if err == nil {
			result = taken(gave)
		}
		return err
	}, operation, arguments)
	if failed, is := err.(*Error); is && failed.Code == "interrupted" {
		failed.ended = ctx.Err()
	}
	return result, err
}

func (s *Session) interruptAtEnd(ctx context.Context, over, watched chan struct{}) {
	defer close(watched)
	select {
	case <-over:
		return
	case <-ctx.Done():
	}
	// An interrupt reaches the calls under way: one that had not quite begun is told again until it is over.
	for {
		C.crm_session_interrupt(s.handle, nil)
		select {
		case <-over:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

// WaitChanges waits until there is a change behind a sequence number, and gives the last one's; the number itself where
// nothing came in that time.
func (s *Session) WaitChanges(after int64, atMost time.Duration) (int64, error) {
	var latest C.int64_t
	err := try(func(told **C.char) C.crm_code {
		return C.crm_wait_changes(s.handle, C.int64_t(after), C.uint32_t(atMost.Milliseconds()), &latest, told)
	})
	return int64(latest), err
}

//export crmGoChange
func crmGoChange(kept unsafe.Pointer, event *C.char) {
	// A panic that left here would jump over the engine.
	defer func() { _ = recover() }()
	var change ChangeEvent
	if json.Unmarshal([]byte(C.GoString(event)), &change) == nil {
		cgo.Handle(uintptr(kept)).Value().(func(ChangeEvent))(change)
	}
}
