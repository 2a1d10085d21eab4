"""Names are found whatever country they come from."""

from itertools import product

import pytest

from insights.privacy import Names, mask_text

ORIGINS = {
    "English": ("Alice James Sophie Thomas Emily Daniel Lucy Harry Charlotte Oliver",
                "Thompson Wright Hughes Edwards Clarke Robinson Bennett Foster Barnes Pearson"),
    "Irish": ("Siobhán Aoife Niamh Cormac Eoin Ciara Padraig Róisín Declan Gráinne",
              "Murphy Byrne O'Sullivan Gallagher Doherty Kavanagh McCarthy Brennan Nolan Quinn"),
    "Yoruba": ("Ayodele Tunde Folake Bola Sade Kehinde Oluwaseun Yetunde Babajide Temitope",
               "Adeyemi Ogunleye Balogun Adebayo Okunola Akinola Fashola Oyelaran Afolabi Ajayi"),
    "Igbo": ("Chukwuemeka Ngozi Ifeoma Obinna Adaeze Nnamdi Chidi Uzoma Kelechi Amaka",
             "Okafor Nwosu Eze Okonkwo Obi Nwachukwu Onyekachi Uche Iroegbu Anyanwu"),
    "Pakistani": ("Imran Ayesha Bilal Nadia Zubair Saima Usman Rukhsana Faisal Shazia",
                  "Khan Iqbal Hussain Chaudhry Mahmood Akhtar Qureshi Bhatti Siddiqui Malik"),
    "Indian": ("Priya Rajesh Anjali Vikram Deepa Sanjay Lakshmi Arjun Kavita Harpreet",
               "Nair Patel Sharma Singh Iyer Reddy Gupta Banerjee Desai Kaur"),
    "Turkish": ("Aylin Mehmet Elif Emre Zeynep Burak Gülsüm Deniz Ayşe Hakan",
                "Yılmaz Demir Çelik Kaya Öztürk Aydın Arslan Doğan Şahin Koç"),
    "Polish": ("Agnieszka Łukasz Zofia Wojciech Katarzyna Paweł Magdalena Krzysztof Joanna Piotr",
               "Kowalska Nowak Wiśniewski Lewandowska Zieliński Szymańska Woźniak Duda Mazur Lis"),
    "Somali": ("Hodan Abdi Asha Warsame Faduma Liban Ayaan Mahad Ifrah Guled",
               "Farah Jama Abdullahi Hersi Duale Omar Warsame Egal Nur Aden"),
    "Chinese": ("Wei Xiuying Jianguo Mei Haoran Yuxin Ling Zhihao Fang Jing",
                "Zhang Chen Huang Zhao Liu Xu Guo Lin Zhou Tang"),
    "Vietnamese": ("Thuy Minh Phuong Quang Linh Tuan Huong Khanh Ngoc Duc",
                   "Nguyen Tran Pham Huynh Vu Dang Bui Do Ho Ngo"),
    "Arabic": ("Mohammed Fatima Yusuf Layla Khalid Amina Tariq Rania Hassan Zainab",
               "Al-Masri Haddad Mansour Khoury Saleh Nasser Darwish Aziz Rahman Ibrahim"),
}  # fmt: skip

SENTENCES = (
    "I told {} that the form was too long.",
    "{} said the app froze twice.",
    "My link worker, {}, rang me back the same day.",
    "We met with {} at the hub.",
    "It was {} who found the leaflet.",
    "Thanks to {} I got an appointment.",
    "My name is {} and I live alone.",
    "The letter from {} never came.",
    "I asked {} and Priya about the bill.",
    "{} and Tom agreed with this.",
    "Dr {} changed my tablets.",
    "Nobody listened until {} spoke up.",
    "- {}: more time with a person",
    "Later on {} explained the scheme to us.",
    "She works with {} on Fridays.",
    "{}'s idea was to start a log.",
    "Only {} knew how to apply.",
    "The group felt that {} was right about debt.",
    "Feedback was given by {} after the session.",
    "Could {} come along next time?",
)


def recall(first_names: str, last_names: str) -> float:
    found = letters = 0
    for n, (first, last) in enumerate(product(first_names.split(), last_names.split())):
        name = (f"{first} {last}", first)[n % 2]
        sentence = SENTENCES[n % len(SENTENCES)]
        text, at = sentence.format(name), sentence.index("{}")
        covered = {
            i for span in mask_text(text, Names()).spans for i in range(span.start, span.end)
        }
        places = [i for i in range(at, at + len(name)) if text[i].isalpha()]
        letters += len(places)
        found += sum(i in covered for i in places)
    return found / letters


@pytest.fixture(scope="module")
def recalls() -> dict[str, float]:
    return {origin: recall(*names) for origin, names in ORIGINS.items()}


def test_names_of_every_origin_are_masked_without_a_register(recalls):
    assert min(recalls.values()) >= 0.95, recalls


def test_no_origin_is_more_than_five_points_behind(recalls):
    assert max(recalls.values()) - min(recalls.values()) <= 0.05, recalls
