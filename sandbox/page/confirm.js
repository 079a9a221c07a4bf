// The question a button may ask before it does something (Block Kit's confirm object).
import { dialog } from "./dialog.js";
import { el, uid } from "./dom.js";
import { textNode } from "./text.js";

/** True at once when there is nothing to ask. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  return new Promise((resolve) => ask(question, resolve));
}

function ask({ title, text, confirm, deny, style }, resolve) {
  const [titleId, textId] = [uid("title"), uid("text")];
  const box = dialog({ labelledby: titleId, describedby: textId, role: "alertdialog", leave: () => done(false) });
  const no = el("button", { type: "button", class: "button", click: () => done(false) }, deny?.text ?? "Avbryt");
  const look = `button ${style ?? "primary"}`;
  const yes = el("button", { type: "button", class: look, click: () => done(true) }, confirm?.text ?? "Ja");

  function done(answer) {
    box.close();
    resolve(answer);
  }

  box.node.classList.add("small");
  box.node.append(
    el("div", { class: "dialog-head" }, el("h2", { id: titleId, dir: "auto" }, title?.text ?? "Är du säker?")),
    el("div", { class: "dialog-body" }, text && textNode(text, { id: textId })),
    el("div", { class: "dialog-foot" }, no, yes),
  );
  box.open();
  no.focus();
}
