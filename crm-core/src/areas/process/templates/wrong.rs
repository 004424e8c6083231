//! What is wrong with a template (DOC-1), each with its line and the name that stands there.

use crate::engine::validate::Violations;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The clause in which it stands; none, where it is the template itself.
    pub(super) clause: Option<String>,
    /// The line, from 1.
    pub(super) line: usize,
    pub(super) code: &'static str,
    /// What stands there: a path, a filter, a template.
    pub(super) name: String,
    /// How much there may be.
    pub(super) limit: Option<usize>,
}

impl Wrong {
    /// Something at a place of a body, by its bytes.
    pub(super) fn at(body: &str, at: usize, code: &'static str, name: &str, limit: Option<usize>) -> Wrong {
        // Counted anew: the parser's own lines end with the 65,535th.
        let before = body.get(..at).unwrap_or(body);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Wrong { clause: None, line, code, name: name.to_owned(), limit }
    }

    /// What can't be parsed.
    pub(super) fn syntax(line: Option<usize>, error: &minijinja::Error) -> Wrong {
        let name = error.detail().unwrap_or_default().to_owned();
        Wrong { clause: None, line: line.unwrap_or(1), code: "syntax", name, limit: None }
    }

    /// Tells it of the template that is put, at `body[line]`.
    pub(super) fn tell(&self, out: &mut Violations) {
        let (field, name) = match &self.clause {
            // A line of another template is none of this body's.
            Some(clause) => ("body".to_owned(), format!("{clause}, {}: {}", self.line, self.name)),
            None => (format!("body[{}]", self.line), self.name.clone()),
        };
        self.add(&field, name, out);
    }

    /// Tells it of a template that includes the one that is put.
    pub(super) fn tell_user(&self, user: &str, out: &mut Violations) {
        let clause = self.clause.as_deref().unwrap_or(user);
        self.add("body", format!("{clause}, {}: {}", self.line, self.name), out);
    }

    /// Tells it of the template that a call names.
    pub(super) fn tell_of(&self, template: &str, out: &mut Violations) {
        let clause = self.clause.as_deref().unwrap_or(template);
        self.add("template", format!("{clause}, {}: {}", self.line, self.name), out);
    }

    fn add(&self, field: &str, name: String, out: &mut Violations) {
        let most = self.limit.map(|limit| limit.to_string());
        let detail = match &most {
            Some(most) => format!("line {}: {} has or is more than {most}", self.line, self.name),
            None => format!("line {}: {}", self.line, self.name),
        };
        out.add(field, self.code, detail, Some(most.unwrap_or(name)));
    }
}
