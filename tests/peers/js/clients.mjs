// One file sent with a standard client, unchanged, on Node and in a browser alike: {url, resumedAt}.
import Uppy from "@uppy/core";
import Tus from "@uppy/tus";
import * as tus from "tus-js-client";

const RETRY_DELAYS = [100, 300, 1000, 2000];

/** `file` is {data, name}; `wanted` has endpoint, token, metadata and perhaps chunkSize, urlStorage, onProgress. */
export async function send(client, file, wanted) {
  let resumedAt = 0;
  const options = {
    endpoint: wanted.endpoint,
    headers: { Authorization: `Bearer ${wanted.token}` },
    chunkSize: wanted.chunkSize ?? Infinity,
    retryDelays: RETRY_DELAYS,
    onAfterResponse: (request, response) => {
      if (request.getMethod() === "HEAD") resumedAt = Number(response.getHeader("Upload-Offset"));
    },
  };
  const url = await { "tus-js-client": withTus, uppy: withUppy }[client](file, wanted, options);
  return { url, resumedAt };
}

async function withTus({ data }, wanted, options) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(data, {
      ...options,
      metadata: wanted.metadata,
      ...(wanted.urlStorage && { urlStorage: wanted.urlStorage }),
      onProgress: wanted.onProgress,
      onError: reject,
      onSuccess: () => resolve(upload.url),
    });
    upload.findPreviousUploads().then((before) => {
      if (before.length) upload.resumeFromPreviousUpload(before[0]);
      upload.start();
    }, reject);
  });
}

async function withUppy({ data, name }, wanted, options) {
  const uppy = new Uppy({ autoProceed: false, meta: wanted.metadata });
  uppy.use(Tus, { ...options, allowedMetaFields: Object.keys(wanted.metadata) });
  uppy.addFile({ name, type: wanted.metadata.filetype, data });
  const { successful, failed } = await uppy.upload();
  if (failed.length) throw new Error(failed[0].error);
  return successful[0].uploadURL;
}
