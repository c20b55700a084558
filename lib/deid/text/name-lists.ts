const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Given names that are nothing else in clinical English; those that are words too (April, Grace, Mark) need a cue or the patient's record. */
export const GIVEN_NAMES = set(`
Aaron Abigail Adam Adrian Ahmed Aisha Alan Albert Alejandro Alex Alexander Alexandra Alexis Alfred Alice Alicia Alison Allison Amanda Amber Amelia Amy Ana
Andrea Andrew Angela Anita Ann Anna Anne Annette Annie Anthony Antonio Ariana Arjun Arthur Ashley Audrey Austin Ava Barbara Beatrice Benjamin Bernard Bernice
Bertha Betty Beverly Brandon Brenda Brian Brittany Bruce Bryan Caleb Cameron Camila Carl Carla Carlos Carmen Carol Caroline Carolyn Catherine Cecilia Charles
Charlotte Cheryl Chloe Chris Christina Christine Christopher Cindy Claire Clara Clarence Claudia Colin Connie Connor Cynthia Daniel Danielle David Deborah Debra
Denise Dennis Derek Diana Diane Diego Dmitri Dolores Donald Donna Doris Dorothy Douglas Dylan Edith Edna Eduardo Edward Edwin Eileen Elaine Eleanor Elena Eli
Elias Elijah Elizabeth Ella Ellen Emily Emma Enrique Eric Erica Erik Erin Esther Ethan Ethel Eugene Eva Evan Evelyn Fatima Felix Fernando Florence Frances
Francis Francisco Fred Frederick Gabriel Gabriela Gary George Gerald Gertrude Gina Giovanni Gladys Gloria Gordon Gregory Guadalupe Hannah Harold Harriet Harry
Harvey Hassan Heather Hector Helen Helga Henry Herbert Hiroshi Howard Hugo Ian Ibrahim Ida Igor Ingrid Irene Isaac Isabel Isabella Ivan Jackson Jacob Jacqueline
Jake James Jamie Jane Janet Janice Jared Jasmine Jason Javier Jean Jeffrey Jennifer Jeremy Jerome Jesse Jessica Jesus Jill Joan Joanna Joel Johan John Johnny
Jonathan Jorge Jose Joseph Joshua Juan Juanita Judith Judy Julia Julian Julie Justin Karen Karl Kate Katherine Kathleen Kathryn Katie Kayla Keith Kelly Kenneth
Kevin Kimberly Kristen Kyle Lakshmi Lars Larry Laura Lauren Lawrence Leah Leo Leon Leonard Leroy Leslie Liam Lillian Linda Lisa Logan Lois Lori Louis Louise
Lucas Lucia Lucille Lucy Luis Luke Lydia Mabel Madison Manuel Marcus Margaret Maria Mariam Marie Marilyn Mario Marion Marjorie Martha Martin Marvin Mary Mason
Mateo Matthew Maureen Megan Mehmet Melanie Melissa Michael Michelle Miguel Mildred Mohamed Mohammed Monica Muhammad Nadia Nancy Naomi Natalia Natalie Nathan
Nicholas Nicole Nina Noah Nora Norma Norman Oliver Olivia Omar Oscar Pamela Patricia Patrick Paul Paula Pauline Pedro Peggy Peter Philip Phillip Phyllis Priya
Rachel Rafael Raj Ralph Ramona Randy Raymond Rebecca Ricardo Richard Robert Roberta Roberto Robin Rodney Roger Roland Ronald Rosa Rosemary Roy Ruby Ruth Ryan
Samantha Samuel Sandra Sanjay Sara Sarah Scott Sean Sergio Seth Sharon Sheila Shirley Simon Sofia Sophia Sophie Stanley Stephanie Stephen Steve Steven Susan
Sylvia Tamara Tanya Teresa Thelma Theodore Theresa Thomas Tiffany Timothy Tina Todd Tracy Travis Tyler Valerie Vanessa Vera Vernon Veronica Vicki Victor Victoria
Vincent Viola Virginia Vivian Vladimir Walter Wanda Wayne Wei Wendy William Willie Winifred Xavier Yolanda Yuki Yusuf Yvonne Zachary Zoe`);

/** Diseases, signs, tests and devices that bear names (eponyms). They stay, unless a title stands before them. */
export const EPONYMS = set(`
Achilles Addison Adson Albright Alport Alzheimer Apgar Asperger Babinski Baker Barrett Barthel Bartholin Bartter Basedow Beau Becker Behçet Behcet Bell Bence Bennett
Berger Billroth Bishop Blalock Boerhaave Bowen Braden Bright Broca Brodmann Brudzinski Brugada Budd Buerger Burkitt Charcot Cheyne Chiari Chvostek Clostridium
Cobb Colles Conn Coombs Cooper Couvelaire Crohn Cullen Cushing Dandy Doppler Douglas Down Dressler Duchenne Dupuytren Ebstein Edwards Ehlers Eisenmenger Ewing
Fabry Fallot Fanconi Felty Foley Fontan Fowler Friedreich Gaucher Ghon Gilbert Giemsa Glasgow Gleason Golgi Goodpasture Gram Graves Guillain Hartmann Hashimoto
Heimlich Hirschsprung Hodgkin Holter Homans Horner Huntington Hutchinson Jones Kaposi Kaplan Kawasaki Kernig Kegel Klinefelter Koch Koplik Korsakoff Krukenberg
Kupffer Kussmaul Lachman Langerhans Legg Lewy Leydig Likert Lyme Mallory Marfan McBurney McMurray Meckel Meier Meniere Ménière Merkel Mini Mohs Morton Münchausen
Murphy Nissen Osgood Osler Paget Pancoast Papanicolaou Parkinson Perthes Peyronie Phalen Pick Pott Prader Purkinje Raynaud Reed Reiter Reye Ringer Rinne
Robinson Romberg Rorschach Schatzki Schwann Sengstaken Sertoli Sheehan Sjögren Sjogren Snellen Spearman Spurling Starling Sternberg Stevens Stokes Sydenham
Takayasu Tietze Tinel Tourette Trendelenburg Trousseau Turner Valsalva Virchow Waldenström Wallenberg Weber Wegener Wells Wernicke Whipple Wilms Wilson Wolff Zenker
Zollinger`);

/** Behind a capitalised word these say that it names a thing: "Murphy's sign", "Baker cyst". */
export const EPONYM_NOUNS = set(`
abscess clamp contractions drain drains forceps graft incision retractor speculum stent amputation angle category class classification grade protocol system type anomaly aphasia arch area arthritis ataxia attack bacillus band bodies body breathing breaths canal catheter chorea contracture corpuscle
criteria cyst dementia depression disease disorder duct dystrophy encephalopathy enigma esophagus exercises factor fever flow fold formula fracture ganglion gland goiter
grading gradient hernia histiocytosis index law lesion ligament line lymphoma maneuver manoeuvre membrane method migraine monitor murmur muscle myopathy
nephropathy neuralgia neuroma node nodes nodule operation palsy paralysis phenomenon plaque point position pouch probe procedure protein psychosis purpura reaction reflex
regurgitation repair resection respiration ring rule sarcoma scale score sign signs solution spots stage staging stain stenosis stockings syndrome telangiectasia tendon test
tetralogy thyroiditis tic tremor triad triangle tube tumor tumour ulcer ultrasound valve vein virus`);

/** Capitalised words that are no part of a name, whatever cue stands before them. */
export const NOT_NAMES = set(`
A Contact Hospitalist Isolation Staff Adequate Afebrile After Age Aged Agitated Alert Appears Asleep Awake Breast Comfortable Confused Cooperative Doing Feels Intubated None Oriented Presents Reports Sedated Sleeping Stage Unremarkable Unresponsive Within All Allergies Also Am An And Any April Apr As Assessment At August Aug Back Before Blood Body Both But By Can Care Cardiology Center Centre Chest Chronic Clinic Clinical Complains
Complaint Consult Consultation Continue Current Daily Date December Dec Denies Department Diabetes Diagnosis Did Discharge Does Dose Due During Each ED EKG ECG ER Emergency Exam Examination
Family Feb February Female Final Findings First Follow Followed For Friday From General Given Good Had Has He Head Health Heart Her Here High His History Home Hospital Hx ICU If Impression
In Increased Initial Is It January Jan July June Laboratory Last Left Low Male Man March Mar May Medical Medication Medications Medicine Mild Moderate Monday Mr Mrs Ms MRI MRN
Name Negative Neurology New No Normal Not Note Notes November Nov Nurse Nursing October Oct Of Office On Oncology Or Other Our Outpatient Over Pain Past Patient Patients Per Phone Physical Physician Plan
Please Positive Post Pre Prior Procedure Progress Pt Radiology Reason Recent Referral Referred Report Reports Result Results Returns Review Right Saturday Scan Seen September Sept Sep
Severe She Signed Since Sister Social Some Specialist Started States Status Stable Still Sunday Surgery Surgical Telephone Temperature Test Tests The Then There These They This Thursday To
Today Tolerated Treatment Tuesday Two Type Unit Unknown Until Urgent Urology Vital Vitals Was Ward We Wednesday Well Were When Which White Who Will With Woman X Year Years
CT US MR XR PET IV PO BID TID QID PRN BP HR RR BMI CBC BMP CMP COPD CHF CAD DM HTN CKD UTI MI TIA CVA DVT PE AF
Mother Father Brother Son Daughter Wife Husband Spouse Parent Partner Grandmother Grandfather Aunt Uncle Attending Resident Provider Doctor MD DO NP PA RN`);

/** Words of everyday and clinical English that are names too: alone and without a capital they are words. */
export const WORD_NAMES = set(`
a an as at be do may will hope grace mark bill art rose joy faith dawn jack rich drew chase summer june april august wood woods stone rivers brook brooks lane park
parks hill hills ford church day days bell ball hall wall mills fields field long short small little large young old white black brown green gray grey gold silver price
cook baker mason carter fisher hunter page parker potter porter sharp strong swift wise noble love loving berry rice bean lamb fox wolf bird finch crane cross banks
frost snow winter spring waters bush branch reed marsh moss heath glass steel read reading banks case cases chance clear close cold core curry dose drug ease fall
fast fine fit force fresh gene good grave graves hand hands hard head heart heel high home iron jolly key kidd law left low main male mann mass miles moon more moody
nail nurse pace pain peak penny pike pole poor power pride prince quick raw right royal sage self shaw she shell skin son sons spear stark stern street tall true
vein vital ward weeks wells west north south east wild worth wright an so he van de la di da le el al no mo bo ho hu li ma wu lo ng do an in on it is us`);

/** Parts of names that are written small: van der, de la. */
export const PARTICLES = set(
  "van von der den de del della di da dos du la le ten ter bin ibn al el st san santa zu zur",
);
