CREATE TABLE "drafts" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"store" text NOT NULL,
	"sealed_text" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "drafts_issuer_subject_store_pk" PRIMARY KEY("issuer","subject","store")
);
