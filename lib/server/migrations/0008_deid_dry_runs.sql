CREATE TABLE "deid_dry_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"selection" text NOT NULL,
	"config_sha256" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"name" text NOT NULL,
	"request_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"progress" jsonb NOT NULL,
	"result" jsonb,
	"temporary" jsonb NOT NULL,
	"sealed_samples" text
);
--> statement-breakpoint
ALTER TABLE "deid_runs" ADD COLUMN "dry_run" text;--> statement-breakpoint
CREATE INDEX "deid_dry_runs_by_source" ON "deid_dry_runs" USING btree ("source","config_sha256");