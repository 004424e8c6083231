//! Bodies as they are parsed, and what their trees say outright.

use minijinja::machinery::ast::{Expr, Stmt};
use minijinja::machinery::{WhitespaceConfig, parse};
use minijinja::syntax::SyntaxConfig;

use super::limits;

/// The names that a template includes, each with its line, as far as it can be parsed.
pub(super) fn included(body: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if limits::beyond(body).is_none()
        && let Ok(tree) = tree(body)
    {
        includes(std::slice::from_ref(&tree), &mut found);
    }
    // They stand in their order, so lines are counted once.
    let (mut from, mut line) = (0, 1);
    for (at, _) in &mut found {
        line += body.get(from..*at).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
        from = std::mem::replace(at, line).max(from);
    }
    found
}

pub(super) fn tree(body: &str) -> Result<Stmt<'_>, minijinja::Error> {
    parse(body, "", SyntaxConfig, WhitespaceConfig::default())
}

fn includes(all: &[Stmt<'_>], found: &mut Vec<(usize, String)>) {
    for one in all {
        match one {
            Stmt::Template(template) => includes(&template.children, found),
            Stmt::ForLoop(each) => {
                includes(&each.body, found);
                includes(&each.else_body, found);
            }
            Stmt::IfCond(condition) => {
                includes(&condition.true_body, found);
                includes(&condition.false_body, found);
            }
            Stmt::Include(include) => {
                found.extend(text_of(&include.name).map(|name| (start(&include.name), name)));
            }
            _ => {}
        }
    }
}

/// The byte at which an expression begins.
pub(super) fn start(expr: &Expr<'_>) -> usize {
    usize::try_from(expr.span().start_offset).unwrap_or_default()
}

/// The text that an expression says outright.
pub(super) fn text_of(expr: &Expr<'_>) -> Option<String> {
    match expr {
        Expr::Const(constant) => constant.value.as_str().map(str::to_owned),
        _ => None,
    }
}

/// What a chain begins with.
fn first<'e, 't>(expr: &'e Expr<'t>) -> &'e Expr<'t> {
    match expr {
        Expr::GetAttr(attribute) => first(&attribute.expr),
        Expr::GetItem(item) => first(&item.expr),
        _ => expr,
    }
}

/// The name that it begins with.
pub(super) fn root<'e>(expr: &'e Expr<'_>) -> &'e str {
    match first(expr) {
        Expr::Var(variable) => variable.id,
        _ => "",
    }
}
