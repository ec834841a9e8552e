// Gets events from the Lambda Runtime API and passes them to handler.mjs, using only the standard library.

import http from "node:http";
import { handle, start } from "./handler.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, agent, method, path: "/2018-06-01/runtime/invocation/" + path }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ id: answer.headers["lambda-runtime-aws-request-id"], body: Buffer.concat(chunks) }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function main() {
  await start();
  for (;;) {
    const { id, body } = await ask("GET", "next");
    const response = await handle(JSON.parse(body.toString()));
    await ask("POST", id + "/response", JSON.stringify(response));
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
