// The demo clock in the header: what time it is for the bot, and the buttons that move it forward.
import { once } from "./buttons.js";
import { announce, byId } from "./dom.js";

/** The server says so when its minute turns; here it is only shown and moved. */
export function clockView({ act }) {
  let asked = false;
  const move = (path, body) =>
    once(async () => {
      asked = true;
      await act(path, body);
    });
  byId("clock-next").addEventListener("click", move("/clock/next"));
  for (const button of document.querySelectorAll("[data-seconds]")) {
    button.addEventListener("click", move("/clock/advance", { seconds: Number(button.dataset.seconds) }));
  }

  function render({ text, next_text: next }) {
    if (asked && byId("now").textContent !== text) announce(`Klockan är nu ${text}`);
    asked = false;
    byId("now").textContent = text;
    byId("next").textContent = next ? `Härnäst: ${next}` : "Inget planerat härnäst";
  }

  return { render };
}
