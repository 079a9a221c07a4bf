// One form: its heading, blocks and buttons. It follows the bot's updates without losing what is being written.
import { showBlocks } from "./blocks.js";
import { announce, el } from "./dom.js";
import { remembered } from "./elements.js";
import { rawValues, surface } from "./surface.js";

export function sheet({ id }, links) {
  const place = surface({ where: "form", form: id }, links);
  const { fields } = place;
  const title = el("h2", { id: "form-title", tabindex: "-1", dir: "auto" });
  const body = el("div", { class: "dialog-body blocks" });
  const trouble = el("p", { class: "notice", role: "alert", hidden: true });
  const cancel = el("button", { type: "button", class: "button", click: leave });
  const send = el("button", { class: "button primary" });
  const cross = el("button", { type: "button", class: "cross", "aria-label": "Stäng formuläret", click: leaveAll });
  const node = el(
    "form",
    { class: "sheet", novalidate: true, submit },
    el("div", { class: "dialog-head" }, title, cross),
    body,
    trouble,
    el("div", { class: "dialog-foot" }, cancel, send),
  );

  /** Values survive where block, action and kind are the same, as in Slack. */
  function fill(form, notice) {
    title.textContent = form.title;
    cancel.textContent = form.close || "Avbryt";
    send.textContent = form.submit ?? "";
    send.hidden = !form.submit;
    const before = new Map(fields);
    const written = new Map([...fields].map(([name, field]) => [name, field.value()]));
    const opening = body.firstElementChild;
    showBlocks(body, form.blocks, place);
    if (opening && opening !== body.firstElementChild) announce(body.firstElementChild?.innerText);
    for (const [name, field] of fields) {
      const old = before.get(name);
      if (old !== field) recall(field, old, written.get(name), form.values);
    }
    complain(form.errors ?? {}, notice);
  }

  function recall(field, old, written, values) {
    const { block, element } = field;
    const state = remembered(values?.[block.block_id]?.[element.action_id], element);
    if (old?.element.type === element.type) field.restore(written);
    else if (state !== undefined) field.restore(state);
  }

  function complain(errors, notice) {
    for (const field of fields.values()) field.complain(errors[field.block.block_id]);
    const known = new Set([...fields.values()].map(({ block }) => block.block_id));
    const others = Object.entries(errors).filter(([blockId]) => !known.has(blockId));
    trouble.textContent = [notice, ...others.map(([, text]) => text)].filter(Boolean).join(" ");
    trouble.hidden = !trouble.textContent;
  }

  async function submit(event) {
    event.preventDefault();
    if (send.hidden || send.getAttribute("aria-busy") === "true") return;
    if (hasProblems()) return focusError();
    send.setAttribute("aria-busy", "true");
    await links.act("/do/submit", { ...links.person(), form: id, values: rawValues(fields) });
    send.removeAttribute("aria-busy");
    if (node.isConnected) focusError();
  }

  /** What only the page can see: text that is no time of day never leaves it. */
  function hasProblems() {
    const wrong = [...fields.values()].filter((field) => field.problem());
    for (const field of wrong) field.complain(field.problem());
    return wrong.length > 0;
  }

  function focusError() {
    first(({ target }) => target.hasAttribute("aria-invalid"))?.focus();
  }

  const first = (isWanted) => [...fields.values()].find(isWanted);

  function leave() {
    links.act("/do/close", { ...links.person(), form: id });
  }

  /** The cross closes the forms below as well. */
  function leaveAll() {
    links.act("/do/close", { ...links.person(), form: id, all: true });
  }

  function start() {
    body.scrollTop = 0;
    const wanted = first(({ element }) => element.focus_on_load);
    if (wanted) wanted.focus();
    else title.focus();
  }

  return { node, fill, start, leave, isCalled: () => title.textContent };
}
