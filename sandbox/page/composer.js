// The field where one writes: messages and commands, with suggestions for what a command can say.
import { example, suggestions } from "./completion.js";
import { announce, byId } from "./dom.js";
import { listbox } from "./listbox.js";
import { popup } from "./popup.js";

const TALLEST = 200;

/** `send(text)` answers with {ok}; what was not taken comes back to the field. */
export function composer({ send }) {
  const field = byId("text");
  let known = { commands: [], words: [] };
  let from = 0;
  let isExact = false;
  const list = listbox({ label: "Förslag", choose: complete });
  list.node.id = "suggestions";
  list.node.classList.add("panel");
  list.ownedBy(field);
  byId("composer").append(list.node);
  const pop = popup(list.node, field.parentElement);
  field.addEventListener("input", suggest);
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", () => setTimeout(pop.close));
  list.node.addEventListener("pointerdown", (event) => event.preventDefault());
  byId("try").addEventListener("click", () => write(byId("try").textContent));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  function render(screen) {
    known = screen;
    byId("try").textContent = example(screen);
    byId("hint").hidden = !screen.commands.length;
    byId("text-label").textContent = `Skriv som ${screen.me.name} i ${screen.place.name}`;
    field.placeholder = "Skriv här";
  }

  function write(text) {
    field.value = text;
    field.focus();
    suggest();
  }

  function grow() {
    field.style.height = "";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
  }

  function suggest() {
    grow();
    const found = suggestions(field.value, known);
    from = found.from;
    if (!found.items.length) return pop.close();
    list.fill([{ items: found.items }]);
    pop.open();
    pop.place();
    const typed = field.value.slice(from);
    isExact = !typed || found.items.some(({ text }) => text === typed);
    if (!isExact) list.activate(0);
    announce(found.items.length === 1 ? "1 förslag" : `${found.items.length} förslag`);
  }

  function complete(item) {
    write(field.value.slice(0, from) + item.value);
  }

  function onKey(event) {
    if (event.isComposing) return;
    if (pop.isOpen() && suggestionKey(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    submit();
  }

  /** Tab takes the first suggestion; Enter takes the marked one, else it sends what is written. */
  function suggestionKey(event) {
    if (list.move(event.key)) return true;
    if (event.key === "Escape") pop.close();
    else if (event.key === "Tab" && !event.shiftKey) complete(list.active() ?? first());
    else if (event.key === "Enter" && list.active()) complete(list.active());
    else return false;
    return true;
  }

  function first() {
    list.activate(0);
    return list.active();
  }

  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    pop.close();
    field.value = "";
    grow();
    const { ok } = await send(text);
    if (ok || field.value) return;
    field.value = text;
    grow();
  }

  return { render, focus: () => field.focus() };
}
