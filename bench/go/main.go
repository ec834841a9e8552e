// Gets events from the Lambda Runtime API and passes them to handler.go, using only the standard library.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
)

var invocations = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"

func main() {
	function, err := newFunction(context.Background())
	for err == nil {
		err = serveOne(function)
	}
	log.Fatal(err)
}

func serveOne(function *function) error {
	next, err := http.Get(invocations + "next")
	if err != nil {
		return err
	}
	var received event
	err = json.NewDecoder(next.Body).Decode(&received)
	if err := done(next); err != nil {
		return err
	}
	if err != nil {
		return err
	}
	answer, err := function.handle(context.Background(), received)
	if err != nil {
		return err
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
	posted, err := http.Post(invocations+id+"/response", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	return done(posted)
}

// Reads to the end; otherwise the connection is not reused.
func done(response *http.Response) error {
	defer response.Body.Close()
	_, err := io.Copy(io.Discard, response.Body)
	return err
}
