//! What objects and their parts are called for people (OBJ-18). Packs say it apart from their definitions,
//! `labels.<language>.<path>`; what no pack says of a typed object the engine's own words say, and of the rest the name
//! itself, made readable.

use super::catalogue::current::Catalogue;
use super::define::document::{MY, Pack};
use crate::engine::hanging;
use crate::engine::labels::{self, Locale};

/// The kind of setup document that rules are.
const AUTOMATION: &str = "automation";

impl Pack {
    /// The label at a path of the document.
    fn labelled(&self, locale: Locale, path: &str) -> Option<&str> {
        let of = self.labels.iter().find(|labels| labels.language == locale.as_str())?;
        of.texts.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str())
    }

    /// The label of a part of an object, as this pack names it: its own object by the bare name, another by the full one,
    /// in the administrators' pack by either. A pack whose own object bears the name of a typed one does not name that.
    fn labels_part(&self, locale: Locale, object: &str, part: &str) -> Option<&str> {
        let whole = |name: &str| if part.is_empty() { name.to_owned() } else { format!("{name}.{part}") };
        let (pack, bare) = object.split_once('.').unwrap_or(("", object));
        let hides = |name: &str| self.objects.iter().any(|own| own.name == name);
        if pack == self.name {
            return self.labelled(locale, &whole(bare));
        }
        let full = if pack.is_empty() && hides(bare) { None } else { self.labelled(locale, &whole(object)) };
        let bare =
            || (self.name == MY && !pack.is_empty() && !hides(bare)).then(|| self.labelled(locale, &whole(bare)));
        full.or_else(|| bare().flatten())
    }
}

impl Catalogue {
    /// The packs in the order in which their labels count: what administrators say comes first (PACK-6).
    fn layers(&self) -> impl Iterator<Item = &Pack> {
        let own = |pack: &&Pack| pack.name == MY;
        self.documents.iter().filter(own).chain(self.documents.iter().filter(move |pack| !own(pack)))
    }

    /// What a pack says of a part of an object: `name`, `tier.gold`, `status.booked`, `arrive`, `arrive.checks.day`,
    /// `no_overlap.1`. An empty part is the object itself.
    pub(crate) fn labelled(&self, locale: Locale, object: &str, part: &str) -> Option<&str> {
        self.layers().find_map(|pack| pack.labels_part(locale, object, part))
    }

    /// What a pack says of a text of a rule of its own: where the rule still says that text.
    pub(crate) fn labelled_rule(&self, locale: Locale, rule: &str, part: &str, text: &str) -> Option<&str> {
        let (pack, name) = rule.split_once('.')?;
        let pack = self.documents.iter().find(|known| known.name == pack)?;
        let document = pack.setup.iter().find(|known| known.kind == AUTOMATION && known.name == name)?;
        let at: usize = part.split('.').nth(1)?.parse().ok()?;
        let said = document.document.value()["actions"].get(at.checked_sub(1)?)?["text"].as_str();
        if said != Some(text) {
            return None;
        }
        pack.labelled(locale, &format!("setup.{AUTOMATION}.{name}.{part}"))
    }

    /// The label of a part of an object: of a field of a typed object and of what every record has the engine's own, where
    /// no pack says another; else its last word made readable.
    pub(crate) fn label(&self, locale: Locale, object: &str, part: &str) -> String {
        if let Some(label) = self.labelled(locale, object, part) {
            return label.to_owned();
        }
        let fact = self.definitions.get(object).and_then(|defined| defined.field(part));
        let engines = match fact {
            Some((_, fact)) => fact.field.is_none(),
            None => hanging::field(part).is_some(),
        };
        if engines { labels::of_object(locale, object, part) } else { readable(part) }
    }

    /// The label of an object.
    pub(crate) fn object_label(&self, locale: Locale, object: &str) -> String {
        let own = || self.labelled(locale, object, "").map(str::to_owned);
        let engines = || labels::choice(locale, "Entity", object);
        own().or_else(engines).unwrap_or_else(|| readable(object))
    }

    /// A text of a definition, of a check or of what may not overlap, in a language: that of the definition where no pack
    /// says another.
    pub(crate) fn text(&self, locale: Locale, object: &str, part: &str, defined: &str) -> String {
        self.labelled(locale, object, part).unwrap_or(defined).to_owned()
    }

    /// The label of a pack.
    pub(crate) fn pack_label(&self, locale: Locale, pack: &str) -> String {
        let own = self.documents.iter().find(|own| own.name == pack);
        let label = own.and_then(|own| own.labelled(locale, "title").or(Some(&own.title)));
        label.filter(|label| !label.is_empty()).map_or_else(|| readable(pack), str::to_owned)
    }

    /// The label of a pack's view.
    pub(crate) fn view_label(&self, locale: Locale, pack: &str, view: &str) -> String {
        let path = format!("views.{view}");
        let found = self.layers().find_map(|layer| match layer.name == pack {
            true => layer.labelled(locale, &path),
            false if layer.name == MY => layer.labelled(locale, &format!("{pack}.{path}")),
            false => None,
        });
        found.map_or_else(|| readable(view), str::to_owned)
    }
}

/// The last word of a path as people write it: `check_in` as "Check in".
pub(crate) fn readable(path: &str) -> String {
    let mut letters = path.rsplit('.').next().unwrap_or_default().replace('_', " ");
    if let Some(first) = letters.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::current::Kept;
    use super::super::define::{Definitions, Installed, Unplaced, read_text, typed_kinds};
    use super::*;
    use crate::engine::objects::define::installed::{Callable, Typed};

    /// Nothing but the typed kinds and the packs.
    struct Beside(Vec<Typed>, Vec<Pack>);

    impl Installed for Beside {
        fn typed(&self) -> &[Typed] {
            &self.0
        }
        fn packs(&self) -> &[Pack] {
            &self.1
        }
        fn has_kind(&self, _: &str) -> bool {
            true
        }
        fn operation(&self, _: &str) -> Option<Callable> {
            None
        }
        fn notifies(&self) -> bool {
            false
        }
        fn has_category(&self, _: &str) -> bool {
            true
        }
        fn has_entry(&self, _: &str, _: &str) -> bool {
            true
        }
        fn has_role(&self, _: &str) -> bool {
            true
        }
        fn places(&self) -> u32 {
            2
        }
    }

    fn catalogue(packs: &[&str]) -> Catalogue {
        let documents: Vec<Pack> = packs.iter().map(|json| read_text(json).pack).collect();
        let beside = Beside(typed_kinds(), documents.clone());
        let definitions = Definitions::new(&Pack::default(), &beside, &Unplaced);
        let none = Kept { version: 1, packs: Vec::new(), tables: Vec::new() };
        Catalogue {
            documents,
            definitions,
            ..Catalogue::of(none, Vec::new(), &beside, Definitions::default()).expect("empty")
        }
    }

    const ROOMS: &str = r#"{"pack": "inn", "version": 1, "language": 1, "title": "Inn",
        "objects": {
            "room": {"title": "number", "fields": {"number": {"type": "text"}, "in_service": {"type": "boolean"},
                     "kind": {"type": "choice", "values": ["single_bed", "suite"]}},
                     "checks": {"named": {"check": "not empty(number)", "text": "A room has a number."}},
                     "status": {"start": "open", "states": {"open": {}, "shut": {"final": true}},
                                "actions": {"close_down": {"from": ["open"], "to": "shut"}}}},
            "customer": {"title": "name", "fields": {"name": {"type": "text"}}}},
        "extend": {"user": {"fields": {"favourite_room": {"type": "ref", "to": "inn.room"}}}},
        "views": {"free_rooms": {"of": "room", "columns": ["number"]}, "others": {"of": "room", "columns": ["number"]}},
        "labels": {"zh-Hans": {"room": "客房", "room.number": "房号", "room.kind.suite": "套房", "room.status": "状况",
                               "room.status.open": "开放", "room.close_down": "停用", "room.checks.named": "客房须有房号。",
                               "customer.name": "称呼", "user.favourite_room": "常住客房", "views.free_rooms": "空房"}}}"#;

    const MINE: &str = r#"{"pack": "my", "version": 1, "language": 1, "title": "My",
        "extend": {"customer": {"fields": {"tier": {"type": "text"}}}},
        "labels": {"zh-Hans": {"inn.room.number": "门牌", "room.in_service": "可住", "inn.views.others": "其他",
                               "customer.tier": "等级"}}}"#;

    // OBJ-18: what a pack says, then what the engine says of what is its own, then the last word made readable; in each
    // language by itself.
    #[test]
    fn parts_are_called_as_packs_say() {
        let inn = catalogue(&[ROOMS]);
        let chinese = |part: &str| inn.label(Locale::ZhHans, "inn.room", part);
        assert_eq!(
            [
                "number",
                "in_service",
                "kind.suite",
                "kind.single_bed",
                "status",
                "status.open",
                "status.shut",
                "close_down"
            ]
            .map(chinese),
            ["房号", "In service", "套房", "Single bed", "状况", "开放", "Shut", "停用"]
        );
        assert_eq!(
            ["creator", "created_at"].map(chinese),
            ["创建人", "创建时间"],
            "what every record has is the engine's"
        );
        assert_eq!(inn.label(Locale::En, "inn.room", "in_service"), "In service");
        assert_eq!(inn.label(Locale::En, "inn.room", "status"), "Status");
        assert_eq!([Locale::ZhHans, Locale::En].map(|to| inn.object_label(to, "inn.room")), ["客房", "Room"]);
        assert_eq!(inn.object_label(Locale::ZhHans, "customer"), "客户");
        let said = |to| inn.text(to, "inn.room", "checks.named", "A room has a number.");
        assert_eq!([Locale::ZhHans, Locale::En].map(said), ["客房须有房号。", "A room has a number."]);
        assert_eq!(
            ["free_rooms", "others"].map(|view| inn.view_label(Locale::ZhHans, "inn", view)),
            ["空房", "Others"]
        );
        // Of a typed object: a field of the pack's, and the kind's own, which an object of the pack's of that name hides.
        assert_eq!(inn.label(Locale::ZhHans, "user", "favourite_room"), "常住客房");
        assert_eq!(inn.label(Locale::En, "user", "favourite_room"), "Favourite room");
        assert_eq!(inn.label(Locale::ZhHans, "inn.customer", "name"), "称呼");
        assert_eq!(
            inn.label(Locale::ZhHans, "customer", "name"),
            labels::of_object(Locale::ZhHans, "customer", "name")
        );
        assert_ne!(inn.label(Locale::ZhHans, "customer", "name"), "称呼");
    }

    // OBJ-18, PACK-6: what administrators say goes before, by the full name or the bare one.
    #[test]
    fn administrators_say_it_otherwise() {
        let both = catalogue(&[ROOMS, MINE]);
        let chinese = |part: &str| both.label(Locale::ZhHans, "inn.room", part);
        assert_eq!(["number", "in_service", "close_down"].map(chinese), ["门牌", "可住", "停用"]);
        assert_eq!(both.view_label(Locale::ZhHans, "inn", "others"), "其他");
        assert_eq!(both.label(Locale::ZhHans, "customer", "tier"), "等级");
    }

    #[test]
    fn names_are_made_readable() {
        assert_eq!(["check_in", "arrive.checks.day", "x", ""].map(readable), ["Check in", "Day", "X", ""]);
    }
}
