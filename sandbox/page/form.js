// Shows the form (Slack's modal) the bot has opened for this person; forms below it keep what was written in them.
import { dialog } from "./dialog.js";
import { sheet } from "./sheet.js";

export function formView(links) {
  const sheets = new Map();
  let box = null;

  function render(form, notice) {
    if (!form) return shut();
    if (!sheets.has(form.id)) sheets.set(form.id, sheet(form, links));
    const top = sheets.get(form.id);
    const isNew = !box;
    box ??= dialog({ labelledby: "form-title", leave: () => current()?.leave() });
    const turned = box.node.firstChild !== top.node;
    if (turned) box.node.replaceChildren(top.node);
    const isOther = !turned && top.isCalled() !== form.title;
    top.fill(form, notice);
    if (isNew) box.open();
    const { activeElement: active } = document;
    const lost = active === document.body || active === box.node || !active.checkVisibility();
    if (turned || isOther || lost) top.start();
  }

  const current = () => [...sheets.values()].find(({ node }) => node === box?.node.firstChild);

  function shut() {
    const leaving = box;
    box = null;
    sheets.clear();
    leaving?.close();
  }

  return { render };
}
