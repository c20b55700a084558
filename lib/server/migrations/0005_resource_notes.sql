CREATE TABLE "resource_notes" (
	"id" text PRIMARY KEY NOT NULL,
	"store" text NOT NULL,
	"resource" text NOT NULL,
	"sealed_note" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"author" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notes_by_resource" ON "resource_notes" USING btree ("store","resource");