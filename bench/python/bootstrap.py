"""Gets events from the Lambda Runtime API and passes them to handler.py, using only the standard library."""

import http.client
import json
import os

import handler

ROOT = "/2018-06-01/runtime/invocation/"


def main() -> None:
    runtime = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        runtime.request("GET", ROOT + "next")
        answer = runtime.getresponse()
        event = json.loads(answer.read())
        response = json.dumps(handler.handle(event))
        runtime.request("POST", f"{ROOT}{answer.headers['lambda-runtime-aws-request-id']}/response", response)
        runtime.getresponse().read()


main()
