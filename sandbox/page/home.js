// The bot's Home tab, as it has published it for this person.
import { showBlocks } from "./blocks.js";
import { byId } from "./dom.js";
import { surface } from "./surface.js";

const NOTHING = {
  type: "context",
  block_id: "nothing",
  elements: [{ type: "plain_text", text: "Appen har inte visat något här än." }],
};

export function homeView(links) {
  const place = surface({ where: "home" }, links);
  return { render: (home) => showBlocks(byId("home"), home?.blocks ?? [NOTHING], place) };
}
