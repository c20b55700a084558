ALTER TABLE "searches" ADD COLUMN "digest" text;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "sealed_name" text;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "shared_with" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "owner_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "used_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "last_count" integer;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "is_count_exact" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "searches" ADD COLUMN "counted_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "searches_by_text" ON "searches" USING btree ("issuer","subject","store","type","digest");--> statement-breakpoint
CREATE INDEX "searches_by_use" ON "searches" USING btree ("store","used_at");