//! Names that lie in the tables already: a pack that sleeps has its fields still (PACK-9), which no document tells of.

use super::super::catalogue::current::Kept;
use super::super::shape::Name;
use super::fields::FieldChanges;
use super::names::Is;
use super::objects::full;
use super::packs::Changes;

/// The paths of fields whose names are taken by packs that sleep.
pub(super) fn taken(kept: &Kept, changes: &Changes) -> Vec<String> {
    let asleep = |key: i64| kept.packs.iter().any(|pack| pack.key == key && !pack.enabled);
    let in_the_way = |object: &Name, hidden: bool, fields: &FieldChanges| -> Vec<Name> {
        let table = kept.tables.iter().rfind(|table| table.hidden == hidden && table.object == *object);
        let lies = |name: &Name| table.and_then(|table| table.field(name)).is_some_and(|field| asleep(field.pack));
        let comes = fields.fields.iter().filter(|change| change.is != Is::Same);
        comes.map(|change| change.name.clone()).filter(|name| lies(name)).collect()
    };
    let own = changes.objects.iter().flat_map(|object| {
        let (was, hidden) = match &object.is {
            Is::Renamed(was) => (was, false),
            Is::Back(was) => (was, true),
            Is::Same | Is::New => (&object.name, false),
        };
        let names = in_the_way(&full(&changes.pack, was), hidden, &object.fields);
        names.into_iter().map(|name| format!("{}.{name}", object.name))
    });
    let added = changes.extensions.iter().flat_map(|(object, fields)| {
        in_the_way(object, false, fields).into_iter().map(move |name| format!("{object}.{name}"))
    });
    own.chain(added).collect()
}
