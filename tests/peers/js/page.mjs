// The same in a page: window.sendPicked(client, wanted) sends what was picked in the page's input.
import { send } from "./clients.mjs";

window.sendPicked = async (client, wanted) => {
  const [data] = document.querySelector("input[type=file]").files;
  return send(client, { data, name: data.name }, wanted);
};
