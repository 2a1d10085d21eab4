"""Words the masker must know by heart: what to keep, what announces a name, what is a place.

Kept apart from the rules so that a person can read and correct them. Everything is in lower
case; lists are facts about English and about UK services, not taken from any data set.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(part.split()) for part in text.split(",") if part.strip())


MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTH_SHORT = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
WEEKDAYS = word_set("""
monday tuesday wednesday thursday friday saturday sunday fri mon tue tues weds thurs
""")

# Words of workshops and services that a general word list lacks or knows only as rare.
SERVICE_WORDS = word_set("""
signposting signpost signposted flipchart flipcharts facilitator facilitators cofacilitator
psychoeducation outpatients inpatients inpatient outpatient sertraline citalopram escitalopram
fluoxetine paroxetine mirtazapine venlafaxine duloxetine amitriptyline quetiapine café cafés
fiancé fiancée cliché nowt owt summat wellies welly aunty aunties lass lads bairn bairns mam
gobbledegook codebook codebooks spreadsheet workbook icebreaker icebreakers quadrant quadrants
wellness hospice hospices psychiatry penicillin occupational olanzapine risperidone aripiprazole
clozapine haloperidol lithium lamotrigine valproate pregabalin gabapentin diazepam lorazepam
zopiclone promethazine propranolol methadone buprenorphine naloxone antidepressant antidepressants
antipsychotic antipsychotics antenatal postnatal perinatal podiatry physio physios phlebotomy
phlebotomist radiographer anaesthetist safeguarding bailiff bailiffs overdraft overdrafts arrears
carer carers coproduction coproduced codesign codesigned peer wellbeing helpline helplines webchat
chatbot app apps neurodivergent neurodiverse autistic adhd dyslexic bipolar schizophrenia
psychosis psychologist psychiatrist counsellor counselling therapist screenshots popup signup
login logins dropdown wifi broadband smartphone smartphones voicemail befriending befriender
befrienders dropin homelessness underfunded overstretched understaffed triaged retriaged caseload
caseloads handover handovers waitlist waitlists deescalation mindfulness journaling reframing
catastrophising ruminating selfcare breathwork crisis stigmatised traumatised retraumatised
retraumatising pathologised prioritised personalised bitesize jargon tickbox tickboxes pamphlet
leaflets postcode postcodes pinboard postit postits storyboard storyboards wireframe wireframes
prototype prototypes usability mockup mockups commissioner commissioners pilot piloted piloting
implement rota rotas sepsis physiotherapy physiotherapists chemist chemists pharmacist radiology
cardiology oncology chiropodist chiropodists chiropody podiatric podiatrist resus sats midazolam
obs cannula cannulas triaging ambulance ambulances paramedic paramedics sat-nav satnav gp gps cpn
cpns hca hcas ot ots nhs pip esa uc dwp cmht cmhts camhs iapt imd cqc ccg icb icbs pcn pcns splw
splws vcse ctc cbt dbt emdr adl faq faqs pdf pdfs url qr sms text texts ok uk usa eu tv led ecg
untitled mri ct ivf ptsd ocd bpd eupd ed asd ld sen send ehcp aandee ane vat hmrc isa atm pin pc
""")

# Chatter and sentence openers that a word list built on capitals mistakes for names.
CHATTER = word_set("""
hi hello hey hiya oh ah aww aw ahh ooh ugh hm hmm mm mmm um erm er uh huh yep yup nope nah yeah
aye ta cheers congrats congratulations thanks thankyou thank please welcome sorry bye goodbye
goodnight lol lmao omg wow woah whoa ouch oops yay hooray hurrah blimey amen alas btw fyi imo tbh
asap etc ie eg aka am pm vs re ps nb na tbc tbd additionally furthermore moreover meanwhile
alternatively firstly secondly thirdly fourthly lastly fortunately unfortunately thankfully
luckily hopefully conversely similarly likewise importantly interestingly surprisingly regrettably
o'clock shan't ain't ma'am nonetheless nevertheless notwithstanding thats dont cant wont lets
didnt doesnt isnt wasnt werent couldnt shouldnt wouldnt havent hasnt hadnt arent aint im ive ill
id youre youve youll theyre theyve theyll hes shes theres heres whats whos hows wheres itll itd
youd theyd hed shed weve oct nov xmas mr mrs ms miss mx dr prof rev sir madam dear regards
sincerely faithfully cc bcc attn asked this these those that there here if so he she we they it i
you what why how when where who which also well no yes not let maybe perhaps none neither nobody
everybody everyone nothing everything according although however otherwise therefore thus hence
besides unless whenever wherever whoever whether depending considering regarding concerning
following including except unlike despite though because since while whilst until once before
after during within without cannot can could will would shall should may might must do does did
has have had is are was were absolutely definitely certainly basically honestly personally
generally overall usually sometimes often always never occasionally rarely recently previously
currently eventually finally initially
""")

# Written with a capital and no identifier: peoples, faiths, feasts, brands, bodies, benefits.
KEEP = (
    WEEKDAYS
    | frozenset(MONTHS)
    | frozenset(MONTH_SHORT)
    | word_set("""
english british scottish welsh irish european asian african american caribbean black white uk gb
usa eu england scotland wales britain ireland europe christmas easter ramadan eid diwali hanukkah
halloween lent advent passover vaisakhi christian christians muslim muslims hindu hindus sikh
sikhs jewish jew jews buddhist buddhists catholic catholics protestant church god allah jesus
bible quran christ islam islamic christianity buddhism hinduism judaism sikhism facebook google
twitter instagram whatsapp youtube tiktok snapchat linkedin reddit netflix spotify zoom skype
teams microsoft windows excel word powerpoint outlook apple iphone ipad android samsung amazon
alexa siri ebay paypal monzo starling revolut klarna barclays lloyds natwest santander hsbc
halifax nationwide tesco asda sainsburys aldi lidl morrisons boots argos uber wikipedia gmail
hotmail bluetooth covid coronavirus brexit whatsapps googled facetime messenger discord slack
trello miro padlet mural figma kahoot mentimeter slido eventbrite youtube's chatgpt copilot fitbit
headspace calm debtline moneyhelper gingerbread payplan scope shelter crisis trussell clearpay
turn2us nhs samaritans mind shout papyrus stepchange citizens advice mencap rethink relate
barnardos nspcc childline age turning healthwatch macmillan unison nice cqc ofsted parliament
government westminster whitehall jobcentre motability dwp pip esa hmrc council universal credit
tory tories labour conservative conservatives liberal democrat democrats green victorian georgian
edwardian latin roman asperger aspergers asperger's parkinson parkinsons parkinson's alzheimer
alzheimers alzheimer's crohn crohn's downs down's tourette tourettes tourette's paracetamol
ibuprofen prozac valium xanax calpol nurofen ritalin zoloft seroquel dettol velcro makaton braille
onedrive sharepoint dropbox jamboard qualtrics typeform jotform surveymonkey vevox likert odt ods
wifi internet bsl sendiass headway cruse al-anon turn parkrun couch lgbt lgbtq bame bme gp phd ba
bsc msc nvq gcse gcses a-level ucas
""")
)

# Peoples and languages: what somebody is, not who. Held for review where they are rare.
PEOPLES = word_set("""
afghan albanian algerian american arab arabic argentinian armenian asian australian austrian
bangladeshi belgian bengali bolivian bosnian brazilian bulgarian burmese cambodian canadian
cantonese chilean chinese colombian congolese croatian cuban cypriot czech danish dutch egyptian
english eritrean estonian ethiopian farsi filipino finnish french gambian georgian german ghanaian
greek gujarati gypsy hebrew hindi hungarian icelandic indian indonesian iranian iraqi irish
israeli italian jamaican japanese jordanian kenyan korean kurdish latvian lebanese libyan
lithuanian malaysian maltese mandarin mexican moroccan nepalese nepali nigerian norwegian
pakistani palestinian pashto persian peruvian polish portuguese punjabi roma romani romanian
russian scottish serbian slovak slovakian slovenian somali spanish sudanese swahili swedish swiss
sylheti syrian taiwanese tamil thai tibetan tunisian turkish ukrainian urdu vietnamese welsh
yemeni yoruba igbo zimbabwean caribbean african european latina latino
""")
KEEP |= PEOPLES

# Given names that are also everyday words: a capital alone is not enough, a cue is.
WORD_NAMES = word_set("""
grace hope will may mark rose bill jack rich sue pat joy faith dawn daisy lily ruby amber jade
pearl ivy holly heather iris violet summer autumn april june august guy drew frank grant chase
chance miles ray rob nick don ken dale glen cliff clay sandy penny ginger olive poppy rosemary
basil jasmine willow melody carol eve angel christian mercy patience prudence charity constance
felicity destiny trinity serenity blessing precious gift princess prince ernest victor wisdom
goodness divine comfort favour sunday peace praise favor innocent fortune bright brown king young
white black green hill wood woods park long little cook baker carter taylor mason porter walker
parker fisher shepherd bishop abbot dean earl duke baron major marshall sergeant archer hunter
brook brooke river rivers robin wren martin jay kit woody rusty buck stone reed rush skye star
stella sunny stormy rain snow winter noor dev om sun ling min su deniz ada ali bo ed jo lee li wei
mo wang ho yang yun han hui mei ming ping lin lan hong dong yong jun jin bin chin chan lung man
mohan asha usha maya savannah florence victoria charlotte georgia carolina virginia paris chelsea
austin
jordan dallas kent york lincoln preston bradford chester kelly beverley shirley lesley stanley
ashley clifford jean gay merry bonnie bunny honey candy sugar cherry plum berry apple brandy
sherry tequila porsche mercedes lexus royce dodge ford tiffany crystal diamond opal sapphire
garnet emerald sienna sterling gold goldie silver ash elm oak rowan hazel laurel myrtle fern
bryony clover jan alma
""")

# Of these, the ones that are no English words: a registered one counts in lower case too.
NAMES_ONLY = word_set("""
jo lee li wei ali ada noor usha maya asha deniz ling ming mei jun hui han yun jin lin lan yang jay
ken alma jan tiffany chelsea jordan stanley shirley clifford jean bonnie
""")

TITLES = word_set("mr mrs ms mx dr prof")
TITLES_WITH_CAPITAL = word_set("miss professor sir lady dame lord rev reverend fr cllr master")
ROLE_TITLES = word_set("""
nurse doctor sister matron aunt auntie aunty uncle nan nana gran granny grandma grandad grandpa pc
sergeant inspector councillor father brother cousin judge teacher coach officer
""")
KIN = word_set("""
son daughter wife husband partner mum mam mom mummy dad daddy mother father brother sister friend
mate boyfriend girlfriend cousin nephew niece uncle aunt auntie grandson granddaughter grandma
grandad nan gran fiance fiancee neighbour neighbor carer keyworker worker colleague manager boss
gp doctor nurse psychiatrist psychologist counsellor therapist cpn supervisor teacher landlord
landlady stepdad stepmum stepson stepdaughter twin baby ex flatmate housemate roommate bestie dog
cat client patient support-worker social-worker
""")
RELATIONS = KIN - word_set("dog cat client patient doctor gp nurse manager boss worker teacher")
# After these a capitalised word is a person; lower-case ones too when they are no word.
SPEECH_BEFORE = word_set("""
told asked tell ask met meet meeting called named phoned rang texted emailed visited saw seeing
thank thanks thanked dear hi hello hey hiya hugged helped contacted messaged invited quoted bye
love marry married dating divorced knew know knows introduce introducing remember miss says said
replied
""")
# Before these a capitalised word at the start of a sentence is a person.
SPEECH_AFTER = word_set("""
said says agreed agrees told tells asked asks replied replies felt feels thought thinks added adds
explained explains suggested suggests mentioned mentions wanted wants reported reports laughed
cried smiled nodded shrugged disagreed wondered answered called rang phoned texted emailed
complained noticed described shared talked spoke pointed raised confirmed recalled remembered
admitted insisted argued joked whispered shouted joined arrived left went came gave got took
helped works worked lives lived likes liked loves loved hates hated knows knew tried tries found
who whose began begins became becomes started starts
""")

# What may follow a capitalised word without making it a person's surname.
HEADS = word_set("""
college university school academy hospital hospice infirmary surgery clinic practice centre center
hub house home court lodge ward unit team service services trust foundation council county city
town village borough district area region road street lane avenue drive close way crescent place
square terrace gardens grove park hill green row mews rise walk station library museum church
mosque temple synagogue chapel cathedral bank building society group club association charity
project programme scheme fund forum network board committee partnership alliance federation union
party institute department ministry office agency authority company ltd limited plc inc llp llc
corporation corp international orchestra band theatre cinema hotel pub inn arms cafe restaurant
shop store market supermarket airport bridge river lake valley bay beach island coast section act
bill law code toolkit handbook guide app tool helpline line website page form report plan model
test scale day week month year award prize cup league championship festival show magazine
newspaper times post worker workers nurse officer manager lead coordinator facilitator
commissioner champion champions
""")
# After a covered name these make it the name of a place: "… surgery", "… Bridge".
PLACE_HEADS = word_set("""
hospital hospice infirmary surgery clinic centre center house home court lodge ward unit council
county city town village borough district area region road street lane avenue drive crescent
terrace park hill station library museum church mosque temple chapel cathedral building shop store
market supermarket airport bridge river lake valley bay beach island coast estate hall gp branch
quayside
""")
PREFIXES = word_set("co re non pre anti self multi inter post over under semi ex un de mid")
# Who is looked at is a person, and so is not a place after "at".
AT_PEOPLE = word_set("""
look looked looking looks shout shouted shouting shouts smile smiled smiling laugh laughed laughing
stare stared staring swear swore swearing yell yelled yelling scream screamed point pointed
pointing nod nodded wave waved glance glanced angry mad annoyed cross furious
""")
GOING = word_set("""
go goes going went gone move moves moved moving drive drove driven driving travel travelled
travelling come came coming get got getting bus train taxi walk walked walking back down up over
""")
DETERMINERS = word_set("""
the a an my our your his her their its this that these those each every any some no another which
whose one two three four five six seven eight nine ten both all more most other same new old local
""")
PLACE_BEFORE = word_set("in near around outside across towards toward via throughout visiting")
FUNCTION = word_set("""
i a an the and or but so if of in on at to for from by with as is are was were be been being am it
its he she they we you me him her them us my your his our their this that these those there here
not no do does did done have has had having can could will would shall should may might must just
only very too also then than when where why how what who which while because about into onto over
under again up down out off all any some more most other such own same both each few many much
going gonna feeling fine ok okay good bad really quite still always never often sometimes actually
later now today tomorrow yesterday sick ill tired anxious depressed wrong spelt spelled missing
correct
""")
PARTICLES = word_set("""
ten ter zu zum vom af av do san santa van von der den de del della di da dos das du la le el al
bin ibn bint ben abu ap y
""")

SAINTS = word_set("st ste santa san")

# Speakers in a transcript or note who are roles, not people.
SPEAKER_ROLES = word_set("""
facilitator interviewer moderator host chair speaker participant respondent group all everyone
researcher scribe note notes action actions question answer comment response q a p r f i
""")

COUNTRIES = _phrases("""
afghanistan, albania, algeria, andorra, angola, antigua, argentina, armenia, aruba, australia,
austria, azerbaijan, bahamas, bahrain, bangladesh, barbados, belarus, belgium, belize, benin,
bermuda, bhutan, bolivia, bosnia, botswana, brazil, brunei, bulgaria, burkina faso, burma,
burundi, cambodia, cameroon, canada, cape verde, chad, chile, china, colombia, congo, costa rica,
croatia, cuba, cyprus, czechia, czech republic, denmark, djibouti, dominica, ecuador, egypt, el
salvador, eritrea, estonia, eswatini, ethiopia, fiji, finland, france, gabon, gambia, germany,
ghana, gibraltar, greece, greenland, grenada, guatemala, guinea, guyana, haiti, honduras, hong
kong, hungary, iceland, india, indonesia, iran, iraq, israel, italy, ivory coast, jamaica, japan,
kazakhstan, kenya, kosovo, kuwait, kurdistan, kyrgyzstan, laos, latvia, lebanon, lesotho, liberia,
libya, liechtenstein, lithuania, luxembourg, macedonia, madagascar, malawi, malaysia, maldives,
mali, malta, mauritania, mauritius, mexico, moldova, monaco, mongolia, montenegro, montserrat,
morocco, mozambique, myanmar, namibia, nepal, netherlands, holland, new zealand, nicaragua, niger,
nigeria, north korea, norway, oman, pakistan, palestine, panama, papua new guinea, paraguay, peru,
philippines, poland, portugal, puerto rico, qatar, romania, russia, rwanda, samoa, san marino,
saudi arabia, senegal, serbia, seychelles, sierra leone, singapore, slovakia, slovenia, somalia,
somaliland, south africa, south korea, spain, sri lanka, sudan, suriname, sweden, switzerland,
syria, taiwan, tajikistan, tanzania, thailand, tibet, togo, tonga, trinidad, tobago, tunisia,
turkey, turkmenistan, uganda, ukraine, united arab emirates, uruguay, uzbekistan, vatican city,
venezuela, vietnam, yemen, zambia, zimbabwe, united states, america
""")

PLACES = COUNTRIES | _phrases("""
aberdeen, aberystwyth, accrington, aldershot, altrincham, ashford, ashton, aylesbury, ayr,
banbury, bangor, barking, barnet, barnsley, barrow, basildon, basingstoke, bath, batley, bedford,
belfast, belper, bexley, birkenhead, birmingham, blackburn, blackpool, blyth, bolton, bootle,
boston, bournemouth, bracknell, bradford, braintree, brent, brentwood, bridgend, bridgwater,
brighton, bristol, brixton, bromley, burnley, burton, bury, buxton, caerphilly, cambridge, camden,
cannock, canterbury, cardiff, carlisle, carmarthen, chatham, chelmsford, cheltenham, chesterfield,
chorley, colchester, corby, coventry, crawley, crewe, croydon, cumbernauld, darlington, dartford,
derby, dewsbury, doncaster, dorchester, dudley, dumfries, dundee, dunfermline, durham, ealing,
eastbourne, east kilbride, edinburgh, ely, enfield, epsom, exeter, falkirk, fareham, farnborough,
folkestone, gateshead, gillingham, glasgow, gloucester, gosport, grantham, gravesend, greenock,
greenwich, grimsby, guildford, hackney, halesowen, hamilton, haringey, harlow, harrogate, harrow,
hartlepool, hastings, hatfield, havering, hemel hempstead, hereford, hertford, high wycombe,
hillingdon, hounslow, hove, huddersfield, hull, huntingdon, inverness, ipswich, islington,
keighley, kettering, kidderminster, kilmarnock, kings lynn, kirkcaldy, knowsley, lambeth,
lancaster, leamington spa, leeds, leicester, leigh, lewisham, lichfield, lisburn, liverpool,
livingston, llandudno, llanelli, london, londonderry, derry, loughborough, lowestoft, luton,
macclesfield, maidenhead, maidstone, manchester, mansfield, margate, merthyr tydfil, merton,
middlesbrough, milton keynes, morecambe, motherwell, neath, newcastle, newham, newport, newquay,
newry, northampton, norwich, nottingham, nuneaton, oldham, ormskirk, oxford, paisley, penrith,
penzance, perth, peterborough, plymouth, pontefract, pontypridd, poole, portsmouth, preston,
ramsgate, reading, redbridge, redcar, redditch, redhill, rhondda, rhyl, ripon, rochdale,
rochester, rotherham, rugby, runcorn, rushden, salford, salisbury, scarborough, scunthorpe,
sefton, sheffield, shrewsbury, sittingbourne, skelmersdale, slough, solihull, southall,
southampton, southend, southport, southwark, st albans, st andrews, st helens, stafford,
stevenage, stirling, stockport, stockton, stoke, stratford, stroud, sunderland, sutton, sutton
coldfield, swansea, swindon, tameside, tamworth, taunton, telford, thanet, torquay, tower hamlets,
trafford, truro, tunbridge wells, tynemouth, uxbridge, wakefield, wallasey, walsall, waltham
forest, walthamstow, wandsworth, warrington, warwick, watford, wembley, west bromwich, weston
super mare, weymouth, whitby, wigan, wimbledon, winchester, windsor, wirral, woking, wokingham,
wolverhampton, worcester, workington, worksop, worthing, wrexham, yeovil, york, moss side, hulme,
bedfordshire, berkshire, buckinghamshire, cambridgeshire, cheshire, cornwall, cumbria, derbyshire,
devon, dorset, east anglia, essex, gloucestershire, gwent, gwynedd, hampshire, herefordshire,
hertfordshire, highlands, humberside, isle of wight, isle of man, kent, lanarkshire, lancashire,
leicestershire, lincolnshire, lothian, merseyside, middlesex, norfolk, northamptonshire,
northumberland, nottinghamshire, oxfordshire, powys, rutland, shropshire, somerset, staffordshire,
suffolk, surrey, sussex, teesside, tyneside, tyne and wear, warwickshire, west midlands,
wiltshire, worcestershire, yorkshire, jersey, guernsey, anglesey, orkney, shetland, skye, paris,
berlin, madrid, rome, dublin, cork, new york, lagos, accra, nairobi, mogadishu, kabul, karachi,
lahore, delhi, mumbai, dhaka, sylhet, mirpur, istanbul, ankara, warsaw, krakow, bucharest, sofia,
athens, lisbon, tehran, baghdad, damascus, aleppo, beijing, shanghai, tokyo, seoul, sydney,
melbourne, toronto, chicago, los angeles, san francisco, washington
""")
# Also everyday words: a place only with a capital and a word such as "in" or "from" before it.
WORD_PLACES = word_set("""
bath bury reading rugby hull sandwich deal poole hove ely boston jersey turkey china chad jordan
georgia cork hamilton sutton brent stoke washington leigh slough stroud perth ash wells street
""")

# Given names that are more often what a heading or a label says than who speaks.
ABSTRACT = word_set("""
hope joy faith may peace summer autumn wisdom comfort favour favor fortune long little young black
white green brown hill wood woods park bright sunday gift blessing praise mercy patience charity
prudence constance destiny trinity serenity precious divine goodness innocent march april june
august rose amber gold golden silver ruby pearl grant chance art guy bill mark
""")

BODIES = word_set("""
ltd limited inc llc llp plc corporation corp trust foundation college university school academy
hospital hospice infirmary surgery clinic company orchestra group council association charity
society partners
""")

# In "the only … in the village", what makes a description as good as a name.
PERSON_NOUNS = word_set("""
man woman person boy girl lad lady bloke interpreter translator nurse doctor gp psychiatrist
midwife teacher councillor vicar imam rabbi priest chaplain carer parent mother father mum dad
family couple worker pharmacist dentist solicitor paramedic volunteer student manager wheelchair
refugee veteran asian muslim jew sikh hindu traveller patient resident tenant one-legged
""")
