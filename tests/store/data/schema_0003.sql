PRAGMA application_id = 1282372976;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE annotations (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	image_id INTEGER NOT NULL, 
	class_id INTEGER NOT NULL, 
	shape TEXT NOT NULL, 
	source VARCHAR(16) NOT NULL, 
	attributes TEXT, 
	suggested_by TEXT, 
	confidence FLOAT, 
	is_deleted BOOLEAN DEFAULT 0 NOT NULL, z INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_annotations PRIMARY KEY (number), 
	CONSTRAINT fk_annotations_class_id FOREIGN KEY(class_id) REFERENCES classes (id), 
	CONSTRAINT fk_annotations_image_id FOREIGN KEY(image_id) REFERENCES images (id), 
	CONSTRAINT uq_annotations_id UNIQUE (id)
);
INSERT INTO "annotations" VALUES(1,'817318a50c1f9a4b',1,1,'{"kind":"box","xyxy":[1.5,2.25,11.6,20.125]}','expert',NULL,NULL,NULL,0,0);
CREATE TABLE answers (
	image_id INTEGER NOT NULL, 
	class_id INTEGER NOT NULL, 
	answer VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_answers PRIMARY KEY (image_id, class_id), 
	CONSTRAINT fk_answers_class_id FOREIGN KEY(class_id) REFERENCES classes (id), 
	CONSTRAINT fk_answers_image_id FOREIGN KEY(image_id) REFERENCES images (id)
)
 WITHOUT ROWID

;
INSERT INTO "answers" VALUES(1,1,'complete');
INSERT INTO "answers" VALUES(1,2,'empty');
CREATE TABLE class_changes (
	number INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	who TEXT NOT NULL, 
	record TEXT NOT NULL, 
	is_undone BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_class_changes PRIMARY KEY (number)
);
CREATE TABLE classes (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	color TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	removed_at FLOAT, merged_into INTEGER CONSTRAINT fk_classes_merged_into REFERENCES classes (id), revision INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_classes PRIMARY KEY (id)
);
INSERT INTO "classes" VALUES(1,'cell','#e69f00',0,NULL,NULL,0);
INSERT INTO "classes" VALUES(2,'nucleus','#56b4e9',1,NULL,NULL,0);
CREATE TABLE duplicate_files (
	path TEXT NOT NULL, 
	image_id INTEGER NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	modified_ns INTEGER NOT NULL, 
	CONSTRAINT pk_duplicate_files PRIMARY KEY (path), 
	CONSTRAINT fk_duplicate_files_image_id FOREIGN KEY(image_id) REFERENCES images (id)
);
CREATE TABLE exports (
	number INTEGER NOT NULL, 
	version_id TEXT NOT NULL, 
	created_at FLOAT NOT NULL, 
	path TEXT NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_exports PRIMARY KEY (number), 
	CONSTRAINT fk_exports_version_id FOREIGN KEY(version_id) REFERENCES versions (id), 
	CONSTRAINT uq_exports_version_id_path UNIQUE (version_id, path)
);
CREATE TABLE image_scores (
	image_id INTEGER NOT NULL, 
	top_score FLOAT NOT NULL, 
	CONSTRAINT pk_image_scores PRIMARY KEY (image_id), 
	CONSTRAINT fk_image_scores_image_id FOREIGN KEY(image_id) REFERENCES images (id)
);
CREATE TABLE images (
	id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	content_hash TEXT NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	modified_ns INTEGER NOT NULL, 
	group_name TEXT NOT NULL, 
	split VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	added_at FLOAT NOT NULL, 
	holdout_order INTEGER, 
	split_frozen_at FLOAT, 
	fingerprint INTEGER, 
	num_settled INTEGER DEFAULT '0' NOT NULL, 
	num_partial INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_images PRIMARY KEY (id), 
	CONSTRAINT uq_images_content_hash UNIQUE (content_hash)
);
INSERT INTO "images" VALUES(1,'/pictures/000000.jpg','hash-0',640,480,1000,0,'group-0','train','ready','',1.79533547828114843367e+09,NULL,1.0,NULL,2,0);
INSERT INTO "images" VALUES(2,'/pictures/000001.jpg','hash-1',640,480,1001,1,'group-1','train','ready','',1.79533547828114843367e+09,NULL,1.0,NULL,0,0);
CREATE TABLE jobs (
	id TEXT NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	created_at FLOAT NOT NULL, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	context TEXT NOT NULL, 
	last_seq INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_jobs PRIMARY KEY (id)
);
CREATE TABLE judgments (
	"key" TEXT NOT NULL, 
	image_id INTEGER NOT NULL, 
	suggested_by TEXT NOT NULL, 
	class_id INTEGER NOT NULL, 
	confidence FLOAT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_judgments PRIMARY KEY ("key"), 
	CONSTRAINT fk_judgments_class_id_classes FOREIGN KEY(class_id) REFERENCES classes (id), 
	CONSTRAINT fk_judgments_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
)
 WITHOUT ROWID

;
CREATE TABLE label_history (
	number INTEGER NOT NULL, 
	image_id INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	who TEXT NOT NULL, 
	annotation_id TEXT, 
	"before" TEXT, 
	"after" TEXT, 
	CONSTRAINT pk_label_history PRIMARY KEY (number), 
	CONSTRAINT ck_label_history_ck_label_history_tells_something CHECK (before IS NOT NULL OR after IS NOT NULL), 
	CONSTRAINT fk_label_history_image_id FOREIGN KEY(image_id) REFERENCES images (id)
);
INSERT INTO "label_history" VALUES(1,1,1.79533547828959345817e+09,'expert','817318a50c1f9a4b',NULL,'{"id":"817318a50c1f9a4b","image_id":1,"class_id":1,"shape":"{\"kind\":\"box\",\"xyxy\":[1.5,2.25,11.6,20.125]}","source":"expert","attributes":null,"suggested_by":null,"confidence":null,"is_deleted":false}');
INSERT INTO "label_history" VALUES(2,1,1.79533547829362654683e+09,'expert',NULL,'{"1":"unlabeled","2":"unlabeled"}','{"1":"complete","2":"empty"}');
CREATE TABLE project_values (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_project_values PRIMARY KEY ("key")
);
INSERT INTO "project_values" VALUES('settings','{"name":"blood","task":"detect","facts":{"left_right_differ":false,"color_matters":false,"scale_is_fixed":false,"up_is_up":false},"holdout":{"test_share":0.15,"val_share":0.1,"max_test":200,"max_val":100},"goal":{"target_accuracy":null,"max_labeled_images":null,"max_expert_minutes":null},"time_visits":true}');
INSERT INTO "project_values" VALUES('holdout_frozen_at','1.0');
CREATE TABLE questions (
	round_number INTEGER NOT NULL, 
	image_id INTEGER NOT NULL, 
	rank INTEGER NOT NULL, 
	utility FLOAT NOT NULL, 
	reason TEXT NOT NULL, 
	terms TEXT NOT NULL, 
	is_holdout BOOLEAN NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_questions PRIMARY KEY (round_number, image_id), 
	CONSTRAINT fk_questions_image_id FOREIGN KEY(image_id) REFERENCES images (id), 
	CONSTRAINT fk_questions_round_number FOREIGN KEY(round_number) REFERENCES rounds (number)
);
CREATE TABLE rejected_files (
	path TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_rejected_files PRIMARY KEY (path)
);
CREATE TABLE rounds (
	number INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	strategy TEXT NOT NULL, 
	query_size INTEGER NOT NULL, 
	seed INTEGER NOT NULL, 
	asked_by TEXT, 
	version_id TEXT, 
	CONSTRAINT pk_rounds PRIMARY KEY (number)
);
CREATE TABLE searches (
	id TEXT NOT NULL, 
	created_at FLOAT NOT NULL, 
	spec TEXT NOT NULL, 
	confirmation TEXT, 
	outcome TEXT, 
	CONSTRAINT pk_searches PRIMARY KEY (id)
);
CREATE TABLE snapshots (
	id TEXT NOT NULL, 
	created_at FLOAT NOT NULL, 
	counts TEXT NOT NULL, 
	CONSTRAINT pk_snapshots PRIMARY KEY (id)
);
INSERT INTO "snapshots" VALUES('snapshot',1.0,'{"train":1}');
CREATE TABLE trials (
	search_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_trials PRIMARY KEY (search_id, number), 
	CONSTRAINT fk_trials_search_id FOREIGN KEY(search_id) REFERENCES searches (id)
);
CREATE TABLE versions (
	id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	created_at FLOAT NOT NULL, 
	record TEXT NOT NULL, 
	CONSTRAINT pk_versions PRIMARY KEY (id), 
	CONSTRAINT uq_versions_number UNIQUE (number)
);
INSERT INTO "versions" VALUES('version-1',1,101.0,'{"id":"version-1","number":1,"created_at":101.0,"weights_path":"models/1/weights.pt","snapshot_id":"snapshot","job_id":"job-1","recipe":{"model":"yolo11n.pt","imgsz":640,"epochs":3,"batch":16,"optimizer":"auto","lr0":0.01,"lrf":0.01,"momentum":0.937,"weight_decay":0.0005,"warmup_epochs":3.0,"freeze":0,"box":7.5,"cls":0.5,"cls_pw":0.0,"close_mosaic":10,"augmentation":{"hsv_h":0.015,"hsv_s":0.7,"hsv_v":0.4,"degrees":0.0,"translate":0.1,"scale":0.5,"shear":0.0,"perspective":0.0,"flipud":0.0,"fliplr":0.5,"bgr":0.0,"mosaic":1.0,"mixup":0.0,"cutmix":0.0,"copy_paste":0.0,"erasing":0.4}},"seed":7,"start":"scratch","start_weights":"yolo11n.yaml","libraries":{"torch":"2.15.0"},"class_names":["cell","nucleus"],"accuracies":[{"yardstick":"val","num_images":12,"map50":0.6,"map50_95":0.4,"precision":0.7,"recall":0.5,"interval":{"low":0.3,"high":0.5},"per_class":[]}],"num_train_images":20,"round_number":null,"class_ids":[1,2],"objective":"1.0 2.0"}');
CREATE TABLE visits (
	number INTEGER NOT NULL, 
	image_id INTEGER NOT NULL, 
	started_at FLOAT NOT NULL, 
	active_s FLOAT NOT NULL, 
	num_drawn INTEGER NOT NULL, 
	num_adjusted INTEGER NOT NULL, 
	num_accepted INTEGER NOT NULL, 
	num_rejected INTEGER NOT NULL, 
	num_class_changes INTEGER NOT NULL, 
	CONSTRAINT pk_visits PRIMARY KEY (number), 
	CONSTRAINT fk_visits_image_id FOREIGN KEY(image_id) REFERENCES images (id)
);
CREATE UNIQUE INDEX uq_classes_name_in_use ON classes (name) WHERE removed_at IS NULL;
CREATE INDEX ix_images_group_name ON images (group_name);
CREATE INDEX ix_images_path ON images (path);
CREATE INDEX ix_images_progress ON images (split, state, num_settled, num_partial);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE INDEX ix_annotations_class_id ON annotations (class_id, is_deleted);
CREATE INDEX ix_annotations_image_id ON annotations (image_id);
CREATE INDEX ix_answers_class_id ON answers (class_id, answer);
CREATE INDEX ix_duplicate_files_image_id ON duplicate_files (image_id);
CREATE INDEX ix_label_history_image_id ON label_history (image_id);
CREATE INDEX ix_questions_image_id ON questions (image_id);
CREATE INDEX ix_visits_image_id ON visits (image_id);
CREATE INDEX ix_visits_started_at ON visits (started_at);
CREATE TRIGGER label_history_is_not_changed BEFORE UPDATE ON label_history
    BEGIN SELECT RAISE(ABORT, 'the label history is append-only'); END;
CREATE TRIGGER label_history_is_not_deleted BEFORE DELETE ON label_history
    BEGIN SELECT RAISE(ABORT, 'the label history is append-only'); END;
CREATE TRIGGER frozen_splits_stay BEFORE UPDATE OF split, group_name, split_frozen_at ON images
    WHEN OLD.split_frozen_at IS NOT NULL AND (
        NEW.split IS NOT OLD.split
        OR NEW.group_name IS NOT OLD.group_name
        OR NEW.split_frozen_at IS NOT OLD.split_frozen_at
    )
    BEGIN SELECT RAISE(ABORT, 'the split of this image is frozen'); END;
CREATE TRIGGER images_are_not_deleted BEFORE DELETE ON images
    BEGIN SELECT RAISE(ABORT, 'images are never deleted'); END;
CREATE INDEX ix_judgments_image_id ON judgments (image_id);
CREATE INDEX ix_judgments_suggested_by ON judgments (suggested_by, class_id, state);
CREATE INDEX ix_image_scores_top_score ON image_scores (top_score);
COMMIT;
