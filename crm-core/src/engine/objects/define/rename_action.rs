//! Names in actions and their effects.

use super::behaviour::{Action, Effect, Given, On, To, Verb};
use super::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;

impl Renaming<'_> {
    /// An action of an object of the document's own.
    pub(super) fn action(&mut self, path: &str, full: &Name, action: &mut Action) {
        if let Some(To::Cases(cases)) = &mut action.to {
            for (at, case) in cases.iter_mut().enumerate() {
                self.may(&format!("{path}.to[{at}].when"), full, &mut case.when);
            }
        }
        for (at, need) in action.needs.iter_mut().enumerate() {
            self.path(&format!("{path}.needs[{at}]"), full, need);
        }
        self.checks(&within(path, "checks"), full, &mut action.checks);
        for (name, text) in &mut action.set {
            self.expr(&within(&within(path, "set"), name), full, text);
        }
        for (at, effect) in action.then.iter_mut().enumerate() {
            self.effect(&format!("{path}.then[{at}]"), full, effect);
        }
    }

    pub(super) fn effect(&mut self, path: &str, acting: &Name, effect: &mut Effect) {
        self.may(&within(path, "when"), acting, &mut effect.when);
        let target = match &mut effect.on {
            None => Some(acting.clone()),
            Some(On::Ref(text)) => {
                let target = self.leads(acting, text);
                let path = within(path, "on");
                self.path(&path, acting, text);
                if let Some(target) = &target {
                    self.reached(&path, target);
                }
                target
            }
            Some(On::Each { object, filter, sort, .. }) => {
                let (of, path) = (object.clone(), within(path, "on"));
                self.object(&within(&path, "each"), object);
                self.filter(&within(&path, "where"), &of, acting, filter);
                self.order(&within(&path, "sort"), &of, sort);
                Some(of)
            }
        };
        let (mut of, mut called) = (target.clone(), None);
        match &mut effect.verb {
            Verb::Set(set) => {
                for (name, text) in set {
                    let path = within(&within(path, "set"), name);
                    self.expr(&path, acting, text);
                    if let Some(target) = &target {
                        self.field(&path, target, name);
                    }
                }
            }
            Verb::Create(object) => {
                of = Some(object.clone());
                self.object(&within(path, "create"), object);
            }
            Verb::Act(_) | Verb::Delete => {}
            Verb::Call(name) => {
                called = Some(name.clone());
                of = None;
            }
            Verb::Notify { to, text } => {
                of = None;
                self.told(&within(path, "notify"), acting, to);
                self.message(&within(path, "text"), acting, text);
            }
        }
        for (name, given) in &mut effect.with {
            let path = within(&within(path, "with"), name);
            match given {
                Given::Expr(text) => self.expr(&path, acting, text),
                Given::List(texts) => {
                    for (at, text) in texts.iter_mut().enumerate() {
                        self.expr(&format!("{path}[{at}]"), acting, text);
                    }
                }
                Given::Value(tree) => {
                    if let Some(called) = &called {
                        self.people_given(&within(&path, "value"), acting, (called, name), tree);
                    }
                }
            }
            if let Some(of) = &of {
                self.field(&path, of, name);
            }
        }
    }

    /// A text in which `{path}` prints a field, and `{{` is a brace.
    fn message(&mut self, path: &str, acting: &Name, text: &mut String) {
        let (mut out, mut rest) = (String::new(), text.as_str());
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            out.push('{');
            if let Some(behind) = behind.strip_prefix('{') {
                out.push('{');
                rest = behind;
            } else if let Some((inner, behind)) = behind.split_once('}') {
                let mut inner = inner.to_owned();
                self.path(path, acting, &mut inner);
                out.push_str(&inner);
                out.push('}');
                rest = behind;
            } else {
                rest = behind;
            }
        }
        out.push_str(rest);
        *text = out;
    }
}
