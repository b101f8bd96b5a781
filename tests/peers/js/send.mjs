// Sends one file with a standard client, unchanged, and prints what became of it as one line of JSON.
//   node send.mjs CLIENT '{"endpoint", "token", "file", "metadata", "chunkSize", "memory", "dieAt"}'
// CLIENT is "tus-js-client" or "uppy". "memory" is a file in which the client remembers uploads
// over its own death; "dieAt" ends the process once so many bytes were sent.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import Uppy from "@uppy/core";
import Tus from "@uppy/tus";
import * as tus from "tus-js-client";

const [client, json] = process.argv.slice(2);
const wanted = JSON.parse(json);
const data = readFileSync(wanted.file);
const options = {
  endpoint: wanted.endpoint,
  headers: { Authorization: `Bearer ${wanted.token}` },
  chunkSize: wanted.chunkSize ?? Infinity,
  retryDelays: [100, 300, 1000, 2000],
};
let resumedAt = 0;

function onProgress(sent) {
  if (wanted.dieAt && sent >= wanted.dieAt) process.exit(9);
}

async function withTus() {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(data, {
      ...options,
      metadata: wanted.metadata,
      ...(wanted.memory && { urlStorage: new tus.FileUrlStorage(wanted.memory) }),
      onProgress,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onAfterResponse: (request, response) => {
        if (request.getMethod() === "HEAD") resumedAt = Number(response.getHeader("Upload-Offset"));
      },
    });
    upload.findPreviousUploads().then((before) => {
      if (before.length) upload.resumeFromPreviousUpload(before[0]);
      upload.start();
    }, reject);
  });
}

async function withUppy() {
  const uppy = new Uppy({ autoProceed: false, meta: wanted.metadata });
  uppy.use(Tus, {
    ...options,
    allowedMetaFields: Object.keys(wanted.metadata),
    onAfterResponse: (request, response) => {
      if (request.getMethod() === "HEAD") resumedAt = Number(response.getHeader("Upload-Offset"));
    },
  });
  uppy.addFile({ name: basename(wanted.file), type: wanted.metadata.filetype, data });
  const { successful, failed } = await uppy.upload();
  if (failed.length) throw new Error(failed[0].error);
  return successful[0].uploadURL;
}

const url = await { "tus-js-client": withTus, uppy: withUppy }[client]();
console.log(JSON.stringify({ url, resumedAt }));
