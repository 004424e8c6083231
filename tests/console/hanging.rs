//! What hangs on a record, on the record's page and beyond it (ACT, NOTE, FILE, TAG, FOLLOW, NOTIFY): by what the engine says of it.

use axum::http::StatusCode;
use serde_json::json;

use crate::browser::Page;
use crate::world::{World, id, world};

/// The first link or form that leads to an operation of that name, on one of what hangs there.
fn leads(page: &Page, operation: &str) -> String {
    let mark = format!("/do/{operation}?from=");
    let end = page.html.find(&mark).unwrap_or_else(|| panic!("nothing leads to {operation}:\n{}", page.html));
    let begin = page.html[..end].rfind('"').expect("a quote") + 1;
    let rest = &page.html[begin..];
    rest[..rest.find('"').expect("a quote")].to_owned()
}

fn guest(world: &World) -> (String, String) {
    let guest = world.guest("王芳");
    (format!("/o/hotel.guest/{guest}"), guest)
}

#[test]
fn notes_are_written_answered_and_deleted() {
    let world = world();
    let (home, guest) = guest(&world);
    let mut han = world.signed_in("han");
    let create = format!("{home}/hang/notes.create");
    han.get(&home).says(">Notes: 0<").says(&format!("href=\"{create}\""));
    let form = han.get(&create);
    // Nothing is written without the secret of the session, or without a text.
    let text = [("new.text", "<script>alert(1)</script>\nCall her"), ("new.mentions", "Mei Lin")];
    let refused = han.send(&form, &create, &[("csrf", "x"), text[0]]);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let empty = han.send(&form, &create, &[]);
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.says("href=\"#new.text\"");
    let done = han.send(&form, &create, &text);
    assert_eq!(done.path, home, "{}", done.html);
    done.says("&lt;script&gt;alert(1)").lacks("<script>alert").says(">Notes: 1<").says("Mei Lin").says("Saved.");
    // Who was mentioned is told; and answers.
    let mut mei = world.signed_in("mei");
    mei.get("/").says("class=\"badge\"");
    let page = mei.get("/notifications");
    page.says("Unread: 1").says("&lt;script&gt;").says(&format!("href=\"{home}\""));
    let page = mei.send(&page, "/notifications", &[]);
    assert_eq!(page.path, "/notifications");
    page.says("Nothing new.").says("Read before").lacks("class=\"badge\"");
    let page = mei.get(&home);
    page.lacks("/do/notes.delete");
    let notes = world.call("han", "notes.list", json!({"record": {"object": "hotel.guest", "id": guest}}));
    let note = id(&notes["items"][0]);
    let reply = format!("{home}/hang/notes.create?new.reply_to={note}");
    // Who may write none has no button for it.
    page.says("Call her").lacks("/hang/notes.create");
    let page = han.get(&home);
    page.says(&format!("href=\"{reply}\"")).says(">Reply to<");
    let form = han.get(&reply);
    let done = han.send(&form, &reply, &[("new.text", "I will")]);
    done.says("I will").says("class=\"item below\"");
    // Its author changes it, and deletes it behind a question.
    let page = han.get(&home);
    let update = leads(&page, "notes.update");
    let form = han.get(&update);
    assert_eq!(form.field(&update, "changes.text").replace("\r\n", "\n"), "<script>alert(1)</script>\nCall her");
    let done = han.send(&form, &update, &[("changes.text", "Call her today")]);
    assert_eq!(done.path, home, "{}", done.html);
    done.says("Call her today");
    let delete = leads(&done, "notes.delete");
    let asked = han.get(&delete);
    asked.says("Please confirm");
    let done = han.send(&asked, &delete, &[]);
    assert_eq!(done.path, home);
    done.lacks("Call her today").says("I will").says(">Notes: 1<");
}

#[test]
fn activities_are_planned_by_the_visitors_clock_and_done() {
    let world = world();
    let (home, _) = guest(&world);
    world.call("han", "users.update_profile", json!({"changes": {"time_zone": "Europe/Berlin"}}));
    let kinds = world.call("han", "dictionary.choices", json!({"category": "activity_kind"}));
    let kind = id(&kinds[0]);
    let mut han = world.signed_in("han");
    han.language = "zh-CN";
    let create = format!("{home}/hang/activities.create");
    let form = han.get(&create);
    // Who attends is given in the rows of a table, and not as JSON; the record itself is known.
    form.says("new.attendees[0].name").says("Europe/Berlin").lacks("new.records").lacks("JSON");
    let filled = [
        ("new.kind", kind.as_str()),
        ("new.subject", "<b>回访</b>"),
        ("new.due_at", "2030-07-01T10:30"),
        ("new.reminders", "15\n60"),
        ("new.attendees[1].name", "Erika Lang"),
        ("new.attendees[1].email", "erika@example.com"),
    ];
    let done = han.send(&form, &create, &filled);
    assert_eq!(done.path, home, "{}", done.html);
    done.says("&lt;b&gt;回访").says(">活动: 1<").says("datetime=\"2030-07-01T08:30:00").says(">2030-07-01 10:30<");
    done.says("data-zone=\"Europe/Berlin\"");
    let listed = world.call("han", "activities.list", json!({}));
    let made = &listed["items"][0];
    assert_eq!((&made["reminders"], &made["attendees"][0]["name"]), (&json!([15, 60]), &json!("Erika Lang")));
    // Its own page tells all of it, those who attend as a table.
    let own = format!("/k/activity/{}", id(made));
    done.says(&format!("href=\"{own}?from="));
    let page = han.get(&own);
    page.says("<td>Erika Lang</td>").says("&lt;b&gt;回访");
    // The form of a change holds what there is, by the same clock.
    let update = leads(&page, "activities.update");
    let form = han.get(&update);
    assert_eq!(form.field(&update, "changes.due_at"), "2030-07-01T10:30:00");
    assert_eq!(form.field(&update, "changes.attendees[0].name"), "Erika Lang");
    let done = han.send(
        &form,
        &update,
        &[
            ("changes.due_at", "2030-01-01T10:30:00"),
            ("changes.attendees[1].name", "José"),
            ("changes.attendees[1].email", "jose@example.com"),
        ],
    );
    assert_eq!(done.path, own, "{}", done.html);
    done.says("2030-01-01T09:30:00").says("<td>José</td>").says("<td>Erika Lang</td>");
    // It is done by a form, planned again by one button, given to another, and cancelled.
    let page = han.get(&home);
    let complete = leads(&page, "activities.complete");
    let form = han.get(&complete);
    form.says("done.next.subject");
    let done = han.send(&form, &complete, &[("done.result", "很满意")]);
    assert_eq!(done.path, home, "{}", done.html);
    done.says("很满意").lacks("/do/activities.complete");
    let reopen = leads(&done, "activities.reopen");
    let done = han.send(&done, &reopen, &[]);
    done.lacks("很满意").says("/do/activities.complete");
    let delegate = leads(&done, "activities.delegate");
    let form = han.get(&delegate);
    let done = han.send(&form, &delegate, &[("assignee", "Mei Lin")]);
    done.says("Mei Lin");
    // Who was given it finds it from the notification, which leads to its own page.
    let mut mei = world.signed_in("mei");
    mei.get("/notifications").says(&format!("href=\"{own}\""));
    mei.get(&own).says("&lt;b&gt;回访").says("/do/activities.hand_back");
    let cancel = leads(&done, "activities.cancel");
    let form = han.get(&cancel);
    let done = han.send(&form, &cancel, &[("reason", "走了")]);
    assert_eq!(done.path, home);
    done.lacks("/do/activities.cancel");
}

#[test]
fn files_go_in_and_out_whole() {
    let world = world();
    let (home, guest) = guest(&world);
    let mut han = world.signed_in("han");
    let put = format!("{home}/hang/files.put");
    han.get(&home).says(&format!("href=\"{put}\"")).lacks("/hang/files.begin");
    let form = han.get(&put);
    form.says("type=\"file\"").lacks("new.size");
    let sizes = [3, 1024 * 1024, 1024 * 1024 + 1, 9 * 1024 * 1024];
    for (at, size) in sizes.into_iter().enumerate() {
        let bytes: Vec<u8> = b"<script>alert(1)</script>\n".iter().copied().cycle().skip(at).take(size).collect();
        let done = han.upload(&form, &put, "content", &bytes);
        assert_eq!(done.path, home, "{size}: {}", done.html);
        let files = world.call("han", "files.list", json!({"record": {"object": "hotel.guest", "id": guest}}));
        let file = &files["items"][0];
        assert_eq!((&file["name"], &file["size"]), (&json!("a.csv"), &json!(size)));
        // It comes back as it was, to be kept and not shown.
        let got = han.get(&format!("/k/file/{}/bytes", id(file)));
        assert_eq!((got.status, got.html.as_bytes() == bytes), (StatusCode::OK, true), "{size}");
        assert_eq!(got.headers["content-disposition"], "attachment; filename*=UTF-8''a.csv");
        assert_eq!(got.headers["content-length"], size.to_string());
        assert!(got.headers["content-security-policy"].to_str().expect("text").contains("default-src 'none'"));
        let delete = leads(&han.get(&home), "files.delete");
        let asked = han.get(&delete);
        han.send(&asked, &delete, &[]);
    }
    // Without the secret nothing is taken; without a file it is told at its field.
    let refused = han.upload_with("x", &put, "content", b"abc");
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let none = han.send(&form, &put, &[]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    han.get(&home).says(">Files: 0<");
    let nothing = han.get("/k/file/01a221da-b97d-7000-95dc-fce72cc82218/bytes");
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[test]
fn tags_and_followers_have_their_forms_on_the_page() {
    let world = world();
    let (home, guest) = guest(&world);
    let tag = json!({"kind": "tag", "name": "VIP", "document": {"colour": "#AA0000"}});
    world.call("han", "setup.put", tag);
    let mut mei = world.signed_in("mei");
    let record = json!({"record": {"object": "hotel.guest", "id": guest}});
    let follow = format!("{home}/hang/follows.follow");
    let page = mei.get(&home);
    let done = mei.send(&page, &follow, &[("updates", "true")]);
    assert_eq!(done.path, home, "{}", done.html);
    let followers = world.call("han", "follows.list", record.clone());
    assert!(followers.to_string().contains("Mei Lin"), "{followers}");
    done.says("Mei Lin").says("Every change");
    let done = mei.send(&done, &format!("{home}/hang/follows.unfollow"), &[]);
    assert_eq!(done.path, home);
    assert!(!world.call("han", "follows.list", record).to_string().contains("Mei Lin"));
    let mut han = world.signed_in("han");
    let set = format!("{home}/hang/tags.set");
    let page = han.get(&home);
    let unknown = han.send(&page, &set, &[("add", "nobody's")]);
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = han.send(&page, &set, &[("add", "VIP")]);
    done.says(">VIP<");
    let done = han.send(&done, &set, &[("remove", "VIP")]);
    assert_eq!(done.path, home);
    assert_eq!(world.call("han", "tags.list", json!({"record": {"object": "hotel.guest", "id": guest}})), json!([]));
}

/// What one may not call has no button, and no address by which it were called all the same.
#[test]
fn what_hangs_is_as_the_engine_allows() {
    let world = world();
    let customer = world.customer("华东精密机械");
    let key = json!({"object": "customer", "id": customer});
    let note = id(&world.call("han", "notes.create", json!({"record": key, "new": {"text": "secret"}}))["note"]);
    let mut mei = world.signed_in("mei");
    for path in [
        format!("/o/customer/{customer}/hang/notes.create"),
        format!("/o/customer/{customer}/hangs/notes"),
        format!("/k/note/{note}/do/notes.delete?from=/o/customer/{customer}"),
        format!("/k/note/{note}"),
    ] {
        let page = mei.get(&path);
        assert!(page.status.is_client_error(), "{path}: {}", page.status);
        page.lacks("secret");
    }
    let mut han = world.signed_in("han");
    han.get(&format!("/o/customer/{customer}/hangs/notes")).says("secret");
    for path in ["notes.list", "notes.delete", "files.begin", "customers.update", "nothing.at_all"] {
        let page = han.get(&format!("/o/customer/{customer}/hang/{path}"));
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Where one comes from is a page of this console.
    let page = han.get(&format!("/k/note/{note}/do/notes.delete?from=//evil.example"));
    page.lacks("href=\"//evil");
}
