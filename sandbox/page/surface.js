// Where blocks stand (a message, a form, the Home tab), and how what is done there reaches the bot.
import { post } from "./api.js";

/** `spot` says where: {where, ts?, ephemeral?, form?}; `act` sends, then shows what came of it. */
export function surface(spot, { act, person }) {
  const fields = new Map();
  const body = (block, element) => ({
    ...person(),
    ...spot,
    block_id: block.block_id,
    action_id: element.action_id,
    values: rawValues(fields),
  });
  return {
    fields,
    press: (block, element) => act("/do/press", body(block, element)),
    pick: (block, element, selected) => act("/do/pick", { ...body(block, element), selected }),
    async options(block, element, query) {
      const { options = [] } = await post("/do/options", { ...body(block, element), query });
      return [{ items: options }];
    },
  };
}

/** {block_id: {action_id: raw value}} */
export function rawValues(fields) {
  const values = {};
  for (const { block, element, raw } of fields.values()) {
    (values[block.block_id] ??= {})[element.action_id] = raw();
  }
  return values;
}
