//! Definitions as documents of packs.

use serde_json::{Map, Value, json};

use super::shape::{By, CUSTOMER, Definition, Field, Fill, Key, Kind, Machine, Measure, Object, Only};

impl Definition {
    /// The document.
    pub fn print(&self) -> Value {
        let (mut objects, mut views) = (Map::new(), Map::new());
        for object in self.objects.iter().filter(|object| object.key != CUSTOMER) {
            objects.insert(object.name.clone(), self.print_object(object));
            let columns: Vec<&str> = object.fields.iter().map(|field| field.name.as_str()).collect();
            views.insert(format!("all_{}", object.key), json!({"of": self.full(object.key), "columns": columns}));
        }
        let mut removed: Vec<String> = Vec::new();
        for (object, name) in &self.removed {
            removed.push(object.map_or_else(|| name.clone(), |of| format!("{}.{name}", self.object(of).name)));
        }
        // Views of objects that are gone are gone with them.
        let gone =
            self.gone.iter().filter(|gone| self.removed.iter().any(|(of, name)| of.is_none() && *name == gone.name));
        removed.extend(gone.map(|object| format!("views.all_{}", object.key)));
        let mut replaced = Map::new();
        for (key, pairs) in &self.values {
            let (object, field) = self.field(*key);
            replaced.insert(format!("{}.{}", object.name, field.name), json!(pairs));
        }
        for (key, pairs) in &self.states {
            replaced.insert(format!("{}.status", self.object(*key).name), json!(pairs));
        }
        let customer = self.object(CUSTOMER);
        let mut document = json!({
            "pack": "depot", "version": self.version, "language": 1, "title": "Depot",
            "dictionary": {"ware": {"木": "wood", "铁": "iron"}},
            "objects": objects,
            "extend": {"customer": {"fields": self.print_fields(customer)}},
            "views": views,
            "roles": {"sales_manager": ["depot"]},
        });
        if !removed.is_empty() {
            document["removed"] = json!(removed);
        }
        if !replaced.is_empty() {
            document["replaced"] = Value::Object(replaced);
        }
        document
    }

    /// What administrators define beside it.
    pub fn print_mine(&self) -> Option<Value> {
        let (object, of) = self.mine?;
        let (full, name) = (self.full(object), self.name(of));
        Some(json!({
            "pack": "my", "version": 1, "language": 1, "title": "Ours",
            "extend": {full.clone(): {"fields": {"mine": {"type": "integer", "formula": format!("coalesce({name}, 0) * 2 + 1")}}}},
            "views": {"ours": {"of": full, "filter": {"field": name, "empty": false}, "columns": [name, "mine"]}}
        }))
    }

    fn print_object(&self, object: &Object) -> Value {
        let mut out = json!({"title": format!("'{}'", object.key), "fields": self.print_fields(object)});
        let of = |keys: &[Key]| -> Vec<&str> { keys.iter().map(|key| self.name(*key)).collect() };
        if !object.was.is_empty() {
            out["was"] = json!(object.was);
        }
        if let Some(pattern) = object.series {
            out["number"] = json!({"pattern": pattern});
        }
        if let Some(owner) = object.owner {
            out["owner"] = json!(self.name(owner));
        }
        if let Some(field) = object.part_of {
            out["part_of"] = json!({"field": self.name(field), "name": "lines"});
        }
        let open = |machine: &Machine| json!([machine.states[0], machine.states[1]]);
        let open = object.machine.as_ref().map(open);
        let unique = object.unique.iter().map(|(fields, all)| match &open {
            Some(open) if !all => json!({"fields": of(fields), "while": open}),
            _ => json!({"fields": of(fields)}),
        });
        out["unique"] = unique.collect();
        if let Some((by, from, to)) = object.span {
            let by: Vec<&str> = by.iter().map(|by| self.name(*by)).collect();
            out["no_overlap"] = json!([{"by": by, "from": self.name(from), "to": self.name(to)}]);
            if let Some(open) = &open {
                out["no_overlap"][0]["while"] = open.clone();
            }
        }
        if let Some((of, most)) = object.check {
            out["checks"] = json!({"most": {"check": format!("{} <= {most}", self.name(of)), "text": "Too much."}});
        }
        if let Some(machine) = &object.machine {
            out["status"] = self.print_machine(machine);
        }
        out
    }

    fn print_machine(&self, machine: &Machine) -> Value {
        let [first, second, last] = &machine.states;
        let mut go = json!({"from": [first], "to": second});
        go["takes"] = machine.takes.iter().map(|key| self.name(*key)).collect();
        if let Some(counts) = machine.counts {
            let name = self.name(counts);
            go["set"] = json!({name: format!("coalesce({name}, 0) + 1")});
        }
        let mut end = json!({"from": [second], "to": last});
        if let Some((by, of)) = machine.sets {
            end["then"] = json!([{"set": {self.name(of): "4"}, "on": self.name(by)}]);
        }
        let mut actions = json!({"go": go, "back": {"from": [second], "to": first}, "end": end});
        for action in &machine.more {
            actions[action] = json!({"from": [first, second]});
        }
        json!({"start": first, "states": {first: {}, second: {}, last: {"final": true}}, "actions": actions})
    }

    fn print_fields(&self, object: &Object) -> Map<String, Value> {
        object.fields.iter().map(|field| (field.name.clone(), self.print_field(field))).collect()
    }

    fn print_field(&self, field: &Field) -> Value {
        let mut out = match self.kind(field.key) {
            Kind::Text { max, search: true } => json!({"type": "text", "max": max, "search": true}),
            Kind::Text { max, .. } => json!({"type": "text", "max": max}),
            Kind::Word => json!({"type": "text", "max": 40}),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Integer { min, max } => {
                let mut out = json!({"type": "integer"});
                min.iter().for_each(|min| out["min"] = json!(min));
                max.iter().for_each(|max| out["max"] = json!(max));
                out
            }
            Kind::Decimal => json!({"type": "decimal", "places": 2}),
            Kind::Money => json!({"type": "money"}),
            Kind::Date => json!({"type": "date"}),
            Kind::Instant => json!({"type": "instant"}),
            Kind::Choice(values) => json!({"type": "choice", "values": values}),
            Kind::Entry => json!({"type": "entry", "category": "ware"}),
            Kind::Ref { to, on_delete } => json!({"type": "ref", "to": self.full(to), "on_delete": on_delete}),
            Kind::User => json!({"type": "user"}),
            Kind::Department => json!({"type": "department"}),
        };
        if self.objects.iter().any(|object| object.part_of == Some(field.key)) {
            out.as_object_mut().unwrap().remove("on_delete");
        }
        if field.required {
            out["required"] = json!(true);
        }
        if !field.was.is_empty() {
            out["was"] = json!(field.was);
        }
        match &field.fill {
            Some(Fill::Plain(text, _)) => out["fill"] = json!(text),
            Some(Fill::Of(key)) => out["fill"] = json!(format!("coalesce({}, 3)", self.name(*key))),
            None => {}
        }
        let name = |key: &Key| self.name(*key);
        match &field.by {
            By::Hand => {}
            By::Twice(of) => out["formula"] = json!(format!("coalesce({}, 0) * 2 + 1", name(of))),
            By::Join(text, choice) => out["formula"] = json!(format!("concat({}, '/', {})", name(text), name(choice))),
            By::Is(of, value) => out["formula"] = json!(format!("if({} == '{value}', 1, 0)", name(of))),
            By::Days(from, to) => out["formula"] = json!(format!("days({}, {})", name(from), name(to))),
            By::Sum { measure, child, by, only } => {
                let mut sum = match measure {
                    Measure::Count => json!({"count": true}),
                    Measure::Total(of) => json!({"sum": name(of)}),
                    Measure::Least(of) => json!({"min": name(of)}),
                    Measure::Greatest(of) => json!({"max": name(of)}),
                };
                sum["of"] = json!(self.full(*child));
                sum["by"] = json!(name(by));
                match only {
                    Some(Only::State(at)) => {
                        let state = &self.object(*child).machine.as_ref().unwrap().states[*at];
                        sum["where"] = json!({"field": "status", "is": state});
                    }
                    Some(Only::Value(of, value)) => sum["where"] = json!({"field": name(of), "is": value}),
                    None => {}
                }
                out["rollup"] = sum;
            }
        }
        out
    }
}
