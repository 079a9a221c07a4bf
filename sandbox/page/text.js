// Text objects: mrkdwn is formatted, plain_text is shown exactly as it is.
import { nameOf } from "./directory.js";
import { el } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

export function textNode(text, attributes = {}) {
  const inside = text.type === "mrkdwn" ? mrkdwn(text.text, nameOf) : el("p", { dir: "auto" }, text.text);
  return el("div", { class: "text", ...attributes }, inside);
}
