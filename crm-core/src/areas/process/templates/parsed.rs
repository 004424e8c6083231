//! Bodies as they are parsed, and what their trees say outright.

use minijinja::machinery::ast::{Expr, Stmt};
use minijinja::machinery::{WhitespaceConfig, parse};
use minijinja::syntax::SyntaxConfig;

use super::limits;
use super::wrong::Wrong;

/// The names that a template includes, each with its line, as far as it can be parsed.
pub(super) fn included(body: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if limits::beyond(body).is_none()
        && let Ok(tree) = tree(body)
    {
        includes(body, std::slice::from_ref(&tree), &mut found);
    }
    found
}

pub(super) fn tree(body: &str) -> Result<Stmt<'_>, minijinja::Error> {
    parse(body, "", SyntaxConfig, WhitespaceConfig::default())
}

fn includes(body: &str, all: &[Stmt<'_>], found: &mut Vec<(usize, String)>) {
    for one in all {
        match one {
            Stmt::Template(template) => includes(body, &template.children, found),
            Stmt::ForLoop(each) => {
                includes(body, &each.body, found);
                includes(body, &each.else_body, found);
            }
            Stmt::IfCond(condition) => {
                includes(body, &condition.true_body, found);
                includes(body, &condition.false_body, found);
            }
            Stmt::Include(include) => {
                let at = start(&include.name);
                let name = text_of(&include.name);
                found.extend(name.map(|name| (Wrong::at(body, at, "", "", None).line, name)));
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
