// Package crm is the engine in a Go program: libcrm by cgo, with typed operations, contexts and errors.
//
// Calls may come from any goroutine. A context that ends interrupts its session's calls; give what must not disturb one
// another sessions of their own.
package crm

/*
#cgo pkg-config: crm
#include <stdlib.h>
#include "crm.h"

extern void crmGoChange(void *user_data, char *event);

// What a Go program keeps is named by a number, never by a pointer.
static crm_code crm_go_listen(crm_engine engine, uintptr_t kept, crm_listener *listener, char **error) {
	return crm_add_change_listener(engine, (crm_change_listener)crmGoChange, (void *)kept, listener, error);
}
*/
import "C"

import (
	"encoding/json"
	"errors"
	"runtime/cgo"
	"sync"
	"unsafe"
)

// Error is what a call that failed says: its stable code, a sentence, and what that kind of error carries.
type Error struct {
	Code      string       `json:"code"`
	Number    int          `json:"number"`
	Text      string       `json:"text"`
	Fields    []FieldError `json:"fields"`
	Entity    string       `json:"entity"`
	ID        ID           `json:"id"`
	Reason    string       `json:"reason"`
	From      string       `json:"from"`
	Operation string       `json:"operation"`
	Problem   string       `json:"problem"`
	Raw       string       `json:"-"` // all of it, as JSON
	ended     error
}

func (e *Error) Error() string { return e.Text }

// Unwrap gives the context's error where the context ended the call.
func (e *Error) Unwrap() error { return e.ended }

// try makes a call of the library and gives its error, which is a variable of Go's no longer than the call.
func try(call func(*(*C.char)) C.crm_code) error {
	var told *C.char
	if call(&told) == C.CRM_CODE_OK {
		return nil
	}
	raw := taken(told)
	failed := &Error{Raw: raw}
	if err := json.Unmarshal([]byte(raw), failed); err != nil {
		return errors.New("libcrm failed and did not say how: " + raw)
	}
	return failed
}

// taken copies a text of the library's and gives it back.
func taken(text *C.char) string {
	defer C.crm_string_free(text)
	return C.GoString(text)
}

// given runs a function with texts that C can read.
func given(run func(texts []*C.char) error, texts ...string) error {
	copies := make([]*C.char, len(texts))
	for i, text := range texts {
		copies[i] = C.CString(text)
		defer C.free(unsafe.Pointer(copies[i]))
	}
	return run(copies)
}

// Engine is an opened database. Close it.
type Engine struct{ handle C.crm_engine }

// Options say what is opened, in the words of crm_open: path, time_zone, currency, read_only …
type Options map[string]any

// Version is the library's.
func Version() string { return C.GoString(C.crm_version()) }

// Open opens a database file and makes it where there is none; without a path, a new database in memory.
func Open(options Options) (*Engine, error) {
	if C.crm_abi_version() != C.CRM_ABI_VERSION {
		return nil, errors.New("crm: built against another version of libcrm")
	}
	said, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	engine := &Engine{}
	return engine, given(func(texts []*C.char) error {
		return try(func(told **C.char) C.crm_code {
			if _, named := options["path"]; named {
				return C.crm_open(texts[0], &engine.handle, told)
			}
			return C.crm_open_in_memory(texts[0], &engine.handle, told)
		})
	}, string(said))
}

// Close waits for calls under way. Inside a listener it is refused (inside_a_call).
func (e *Engine) Close() error {
	return try(func(told **C.char) C.crm_code { return C.crm_close(e.handle, told) })
}

// Bootstrap makes the first user of a new database.
func (e *Engine) Bootstrap(login, displayName string, roles ...string) (id ID, err error) {
	said, err := json.Marshal(append([]string{}, roles...))
	if err != nil {
		return "", err
	}
	err = given(func(texts []*C.char) error {
		var made *C.char
		err := try(func(told **C.char) C.crm_code {
			return C.crm_bootstrap(e.handle, texts[0], texts[1], texts[2], &made, told)
		})
		if err == nil {
			id = taken(made)
		}
		return err
	}, login, displayName, string(said))
	return id, err
}

// Listener hears of changes until it is closed.
type Listener struct {
	engine *Engine
	handle C.crm_listener
	kept   cgo.Handle
	once   sync.Once
}

// Listen calls a function for every committed change, on whatever thread made it. A panic of its own is dropped; it must
// return. What must see every change should follow changes.since instead.
func (e *Engine) Listen(hear func(ChangeEvent)) (*Listener, error) {
	listener := &Listener{engine: e, kept: cgo.NewHandle(hear)}
	err := try(func(told **C.char) C.crm_code {
		return C.crm_go_listen(e.handle, C.uintptr_t(listener.kept), &listener.handle, told)
	})
	if err != nil {
		listener.kept.Delete()
		return nil, err
	}
	return listener, nil
}

// Close ends the listening and waits for a call under way.
func (l *Listener) Close() (err error) {
	err = try(func(told **C.char) C.crm_code { return C.crm_remove_change_listener(l.engine.handle, l.handle, told) })
	if err == nil {
		l.once.Do(l.kept.Delete)
	}
	return err
}

// Session is the engine as one user sees it. The host has authenticated the user.
type Session struct{ handle C.crm_session }

// Session of a user by login name.
func (e *Engine) Session(login string) (*Session, error) {
	session := &Session{}
	return session, given(func(texts []*C.char) error {
		return try(func(told **C.char) C.crm_code {
			return C.crm_session_open_by_login(e.handle, texts[0], &session.handle, told)
		})
	}, login)
}

// In gives the same session with texts in another language, "zh-Hans".
func (s *Session) In(language string) (*Session, error) {
	translated := &Session{}
	return translated, given(func(texts []*C.char) error {
		return try(func(told **C.char) C.crm_code {
			return C.crm_session_with_locale(s.handle, texts[0], &translated.handle, told)
		})
	}, language)
}

// Close closes a session; calls under way go on.
func (s *Session) Close() error {
	return try(func(told **C.char) C.crm_code { return C.crm_session_close(s.handle, told) })
}
