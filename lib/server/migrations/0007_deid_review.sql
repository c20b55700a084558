CREATE TABLE "deid_configs" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"config" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deid_configs_name_version_pk" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "deid_decisions" (
	"run" text NOT NULL,
	"item" text NOT NULL,
	"decision" text NOT NULL,
	"sealed_reason" text NOT NULL,
	"name" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deid_decisions_run_item_pk" PRIMARY KEY("run","item")
);
--> statement-breakpoint
ALTER TABLE "deid_runs" ADD COLUMN "released_by" text;--> statement-breakpoint
ALTER TABLE "deid_runs" ADD COLUMN "released_at" timestamp (3) with time zone;