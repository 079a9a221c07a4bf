// Input blocks: label, control, hint and error as one, and the controls that stand alone in a section or a row.
import { confirmed } from "./confirm.js";
import { el, uid } from "./dom.js";
import { control } from "./inputs.js";

const ALONE = {
  datepicker: "Välj datum",
  timepicker: "Välj tid",
  datetimepicker: "Välj datum och tid",
  checkboxes: "Välj en eller flera",
  radio_buttons: "Välj",
};
const LABELLED_BY_FOR = /_input$|picker$/;

export function inputBlock(block, surface) {
  const { element, hint, optional } = block;
  const [id, labelId, hintId, errorId] = [uid("field"), uid("label"), uid("hint"), uid("error")];
  const isField = LABELLED_BY_FOR.test(element.type);
  const label = el(
    isField ? "label" : "span",
    { id: labelId, class: "label", for: isField ? id : undefined, dir: "auto" },
    block.label.text,
    optional && el("span", { class: "optional" }, " (valfritt)"),
  );
  const error = el("p", { id: errorId, class: "error", hidden: true });
  const tells = block.dispatch_action ?? false;
  const field = register(block, element, surface, { id, labelledby: labelId, optional, tells });
  if (!isField) label.addEventListener("click", () => field.focus());
  field.complain = complain;
  complain();

  function complain(message = "") {
    error.hidden = !message;
    error.textContent = message;
    const ids = [message && errorId, hint && hintId].filter(Boolean).join(" ");
    mark(field.target, "aria-describedby", ids);
    mark(field.target, "aria-invalid", message && "true");
  }

  return el(
    "div",
    { class: "input" },
    label,
    field.node,
    error,
    hint && el("p", { id: hintId, class: "hint-text", dir: "auto" }, hint.text),
  );
}

function mark(node, name, value) {
  if (value) node.setAttribute(name, value);
  else node.removeAttribute(name);
}

/** A control in a section or an actions block: it tells at once. */
export function loneControl(element, block, surface) {
  const label = element.placeholder?.text ?? ALONE[element.type] ?? "Välj";
  return register(block, element, surface, { label, optional: false, tells: true }).node;
}

/** Makes the control and lists it in the surface's fields, so that its value goes along with what is sent. */
function register(block, element, surface, { tells, ...how }) {
  const name = `${block.block_id}/${element.action_id}`;
  const field = control(element, surface, { ...how, block, name, change: tells ? tell : undefined });
  let before = field.value();

  async function tell() {
    if (!(await confirmed(element.confirm))) return field.restore(before);
    before = field.value();
    await surface.pick(block, element, field.raw());
  }

  field.focus ??= () => field.target.focus();
  field.complain = () => {};
  Object.assign(field, { block, element });
  surface.fields.set(name, field);
  return field;
}
