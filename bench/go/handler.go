// The job of a Frontdesk function in plain Go: verify, put, send, mark, respond.
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

type event struct {
	Headers         map[string]string `json:"headers"`
	Body            string            `json:"body"`
	IsBase64Encoded bool              `json:"isBase64Encoded"`
}

type response struct {
	StatusCode int `json:"statusCode"`
}

// Only the fields of the payload that the row and the message need.
type payload struct {
	ID        string `json:"id"`
	EventType string `json:"eventType"`
	Timestamp string `json:"timestamp"`
}

type message struct {
	SpecVersion string          `json:"specversion"`
	ID          string          `json:"id"`
	Source      string          `json:"source"`
	Type        string          `json:"type"`
	Time        string          `json:"time"`
	Data        json.RawMessage `json:"data"`
}

type function struct {
	dynamodb *dynamodb.Client
	sqs      *sqs.Client
	table    *string
	queueURL *string
	secret   []byte
}

// Reads AWS_ENDPOINT_URL_*, which Debian's older SDK does not. Without the variable, AWS's own endpoint applies.
func endpoint(service, region string, _ ...any) (aws.Endpoint, error) {
	names := map[string]string{
		dynamodb.ServiceID:       "AWS_ENDPOINT_URL_DYNAMODB",
		sqs.ServiceID:            "AWS_ENDPOINT_URL_SQS",
		secretsmanager.ServiceID: "AWS_ENDPOINT_URL_SECRETS_MANAGER",
	}
	if url, ok := os.LookupEnv(names[service]); ok {
		return aws.Endpoint{URL: url, SigningRegion: region}, nil
	}
	return aws.Endpoint{}, &aws.EndpointNotFoundError{}
}

func newFunction(ctx context.Context) (*function, error) {
	loaded, err := config.LoadDefaultConfig(ctx,
		config.WithEndpointResolverWithOptions(aws.EndpointResolverWithOptionsFunc(endpoint)))
	if err != nil {
		return nil, err
	}
	secret, given := os.LookupEnv("WEBHOOK_SECRET")
	if !given {
		found, err := secretsmanager.NewFromConfig(loaded).GetSecretValue(ctx,
			&secretsmanager.GetSecretValueInput{SecretId: aws.String(os.Getenv("WEBHOOK_SECRET_ID"))})
		if err != nil {
			return nil, err
		}
		secret = aws.ToString(found.SecretString)
	}
	return &function{
		dynamodb: dynamodb.NewFromConfig(loaded),
		sqs:      sqs.NewFromConfig(loaded),
		table:    aws.String(os.Getenv("EVENTS_TABLE")),
		queueURL: aws.String(os.Getenv("EVENTS_QUEUE_URL")),
		secret:   []byte(secret),
	}, nil
}

func (f *function) handle(ctx context.Context, received event) (response, error) {
	body := []byte(received.Body)
	if received.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(received.Body)
		if err != nil {
			return response{StatusCode: 400}, nil
		}
		body = decoded
	}
	mac := hmac.New(sha256.New, f.secret)
	mac.Write(body)
	right := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	if !hmac.Equal([]byte(received.Headers["x-hub-signature-256"]), []byte(right)) {
		return response{StatusCode: 401}, nil
	}
	var read payload
	if err := json.Unmarshal(body, &read); err != nil {
		return response{}, err
	}
	now := time.Now().UTC().Format(time.RFC3339Nano)
	key := "gire:" + read.ID
	if stored, err := f.put(ctx, key, now, read, body); err != nil || !stored {
		return response{StatusCode: 200}, err
	}
	id, err := f.send(ctx, read, body)
	if err != nil {
		return response{}, err
	}
	return response{StatusCode: 200}, f.mark(ctx, key, now, id)
}

// Returns whether the event was new.
func (f *function) put(ctx context.Context, key, now string, read payload, body []byte) (bool, error) {
	hash := sha256.Sum256(body)
	_, err := f.dynamodb.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: f.table,
		Item: map[string]types.AttributeValue{
			"id":          text(key),
			"provider":    text("gire"),
			"kind":        text(read.EventType),
			"received_at": text(now),
			"sha256":      text(hex.EncodeToString(hash[:])),
			"body":        &types.AttributeValueMemberB{Value: body},
			"pending":     text("0"),
		},
		ConditionExpression: aws.String("attribute_not_exists(id)"),
	})
	var known *types.ConditionalCheckFailedException
	if errors.As(err, &known) {
		return false, nil
	}
	return err == nil, err
}

func (f *function) send(ctx context.Context, read payload, body []byte) (string, error) {
	written, err := json.Marshal(message{
		SpecVersion: "1.0",
		ID:          read.ID,
		Source:      "/frontdesk/gire",
		Type:        "gire." + read.EventType,
		Time:        read.Timestamp,
		Data:        body,
	})
	if err != nil {
		return "", err
	}
	sent, err := f.sqs.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: f.queueURL, MessageBody: aws.String(string(written))})
	if err != nil {
		return "", err
	}
	return aws.ToString(sent.MessageId), nil
}

func (f *function) mark(ctx context.Context, key, now, messageID string) error {
	_, err := f.dynamodb.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:        f.table,
		Key:              map[string]types.AttributeValue{"id": text(key)},
		UpdateExpression: aws.String("SET published_at = :now, message_id = :message REMOVE pending"),
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":now":     text(now),
			":message": text(messageID),
		},
	})
	return err
}

func text(value string) types.AttributeValue {
	return &types.AttributeValueMemberS{Value: value}
}
