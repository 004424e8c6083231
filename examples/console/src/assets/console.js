// Comfort for those whose browser runs scripts; every page works without it.
"use strict";
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) {
    const zone = document.body.dataset.zone || undefined;
    time.title = `${time.textContent} ${zone || ""}`.trim();
    time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  }
}
// Suggestions of records, while a name is typed.
let lists = 0;
for (const input of document.querySelectorAll("input[data-pick]")) {
  const list = document.createElement("datalist");
  list.id = "picks-" + lists++;
  input.after(list);
  input.setAttribute("list", list.id);
  let asked = "", wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const text = input.value.trim();
      if (text === "" || text === asked) return;
      asked = text;
      const answer = await fetch("/o/" + encodeURIComponent(input.dataset.pick) + "/pick?q=" + encodeURIComponent(text));
      if (!answer.ok || asked !== text) return;
      const options = (await answer.json()).map((found) => {
        const option = document.createElement("option");
        option.value = found.title;
        return option;
      });
      list.replaceChildren(...options);
    }, 200);
  });
}
// A form that was sent is not sent twice by an impatient finger.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  }));
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});
