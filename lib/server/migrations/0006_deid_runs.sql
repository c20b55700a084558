CREATE TABLE "deid_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"operation" text NOT NULL,
	"source" text NOT NULL,
	"destination" text NOT NULL,
	"method" text NOT NULL,
	"config_name" text NOT NULL,
	"request" jsonb NOT NULL,
	"config_sha256" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"name" text NOT NULL,
	"request_id" text NOT NULL,
	"launched_at" timestamp (3) with time zone NOT NULL,
	"scan" jsonb,
	"evidence" text,
	"sealed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "deid_runs_by_operation" ON "deid_runs" USING btree ("operation");--> statement-breakpoint
CREATE INDEX "deid_runs_by_source" ON "deid_runs" USING btree ("source");