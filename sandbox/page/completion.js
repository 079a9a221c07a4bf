// Decides what could be meant by the beginning of a command.
import { fold } from "./chooser.js";

/** {from, items}: what may stand from that position on, as {value, text, description}. */
export function suggestions(text, { commands, words }) {
  const command = /^\/\S*$/.exec(text);
  if (command) return { from: 0, items: matching(text, commands.map(asCommand)) };
  const word = /^(\/\S+ +)(\S*)$/.exec(text);
  const isKnown = word && commands.some((known) => known.command === word[1].trim());
  return isKnown ? { from: word[1].length, items: matching(word[2], words.map(asWord)) } : { from: 0, items: [] };
}

/** A command worth trying first. */
export function example({ commands, words }) {
  if (!commands.length) return "";
  const word = words.find((known) => known.word === "register") ?? words[0];
  return [commands[0].command, word?.word].filter(Boolean).join(" ");
}

const asCommand = ({ command, description }) => ({ value: `${command} `, text: command, description });
const asWord = ({ word, hint }) => ({ value: `${word} `, text: word, description: hint });

/** Nothing when the text is already a whole one: then Enter sends. */
function matching(start, items) {
  const typed = fold(start);
  const found = items.filter(({ text }) => fold(text).startsWith(typed));
  return found.length === 1 && fold(found[0].text) === typed ? [] : found;
}
