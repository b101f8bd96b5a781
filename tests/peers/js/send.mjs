// Sends one file with a standard client on Node and prints what became of it as one line of JSON.
//   node send.mjs CLIENT '{"endpoint", "token", "file", "metadata", "chunkSize", "memory", "dieAt"}'
// CLIENT is "tus-js-client" or "uppy". "memory" is a file in which the client remembers uploads
// over its own death; "dieAt" ends the process once so many bytes were sent.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { FileUrlStorage } from "tus-js-client";
import { send } from "./clients.mjs";

const [client, json] = process.argv.slice(2);
const wanted = JSON.parse(json);
const file = { data: readFileSync(wanted.file), name: basename(wanted.file) };

const sent = await send(client, file, {
  ...wanted,
  urlStorage: wanted.memory && new FileUrlStorage(wanted.memory),
  onProgress: (byteCount) => {
    if (wanted.dieAt && byteCount >= wanted.dieAt) process.exit(9);
  },
});
console.log(JSON.stringify(sent));
