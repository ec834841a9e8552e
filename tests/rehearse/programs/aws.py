"""The part of the AWS CLI that the pages use, built on its SDK: `aws SERVICE OPERATION
--endpoint-url URL --NAME VALUE…`.

It has the CLI's names, and finds region and credentials in the same places.
"""

import json
import sys

import boto3

service, operation, *rest = sys.argv[1:]
options = {name.removeprefix("--"): value for name, value in zip(rest[::2], rest[1::2], strict=True)}
client = boto3.client(service, endpoint_url=options.pop("endpoint-url"))
members = {"".join(word.capitalize() for word in name.split("-")): value for name, value in options.items()}
answer = getattr(client, operation.replace("-", "_"))(**members)
del answer["ResponseMetadata"]
print(json.dumps(answer, default=str, indent=4))
