"""Values that fill the gallery of components: an invented article, cities and people."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

INS = '<ins><span class="said" lang="en">[inserted: </span>{}<span class="said" lang="en">]</span></ins>'
DEL = '<del><span class="said" lang="en">[deleted: </span>{}<span class="said" lang="en">]</span></del>'


def redline(*parts: str) -> str:
    """Words in which "+" begins an added stretch and "-" a deleted one."""
    marks = {"+": INS, "-": DEL}
    return mark_safe("".join(marks[p[0]].format(p[1:]) if p[0] in marks else p for p in parts))


def site(languages: list[tuple[str, str, str]], code: str, person: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the context processor `site` gives every page."""
    read = ["Charter", "Amendments", "Decisions", "Members", "About"]
    return {
        "name": "Charter-Agenda",
        "descriptor": "Consultation",
        "demonstration": True,
        "languages": [
            {"code": c, "name": n, "dir": d, "url": f"/{c}/", "current": c == code} for c, n, d in languages
        ],
        "menu": [{"word": w, "url": f"#{w}", "current": w == "Charter"} for w in read],
        "person": person,
        "sign_in_url": "/in/",
        "search_url": "/search/",
        "foot": [
            {"title": "Read", "links": [{"word": w, "url": "#"} for w in read]},
            {"title": "Languages", "links": [{"word": n, "url": "#", "lang": c} for c, n, _ in languages]},
            {
                "title": "Take away",
                "links": [
                    {"word": w, "url": "#"} for w in ["Downloads", "Open data and API", "Feeds", "Check a copy"]
                ],
            },
            {
                "title": "Help",
                "links": [
                    {"word": w, "url": "#"}
                    for w in ["How it works", "Accessibility", "Privacy", "Contact the secretariat"]
                ],
            },
        ],
    }


LANGUAGES = [("en", "English", "ltr"), ("fr", "Français", "ltr"), ("es", "Español", "ltr"), ("ar", "العربية", "rtl")]


def link(word: str, **more: Any) -> dict[str, Any]:
    return {"word": word, "url": "#", **more}


def note(text: str, **more: Any) -> dict[str, Any]:
    return {"text": mark_safe(text), **more}


def articles() -> list[dict[str, Any]]:
    titles = [
        "Preamble",
        "Belonging to the city",
        "Deciding together",
        "Safety without fear",
        "Care and childhood",
        "Water, food and clean air",
        "A home one can keep",
        "Work and livelihood",
        "Learning and culture",
        "Movement and meeting",
        "The digital city",
        "Those yet to come",
        "Final provisions",
    ]
    numbers = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", ""]
    parts = [
        {"title": t, "url": "#"} for t in ["The right", "The city’s obligations", "Responsibilities", "Action plan"]
    ]
    return [
        {"number": n, "title": t, "url": "#", "current": n == "VI", "parts": parts}
        for n, t in zip(numbers, titles, strict=True)
    ]


CHANGED = 'Changed in version 2 by <a href="#">amendments 4</a> and <a href="#">9</a>'
RUNS = mark_safe(
    "Everyone who lives in the city has the right to a home that is safe, dry and warm, at a cost that leaves enough "
    'to live on. This right does not depend <a class="run" data-run href="#n4">on papers, on the length of stay'
    '<sup class="run-no">4</sup></a> <a class="run" data-run aria-current="true" href="#n9">or on the form of tenure'
    '<sup class="run-no">9</sup></a>.'
)


def provisions() -> list[dict[str, Any]]:
    acts = [link("Propose", hidden="a change to VI.2.3"), link("Comment", hidden="on VI.2.3")]
    return [
        {
            "cite": "VI.1",
            "url": "#",
            "words": RUNS,
            "beside": {
                "notes": [
                    note(CHANGED),
                    note("Showing who asked", current=True),
                    note("2 new amendments", url="#"),
                    note("5 comments", url="#"),
                ]
            },
            "note": "_note.html",
        },
        {
            "cite": "VI.1(a)",
            "url": "#",
            "letter": "a)",
            "words": "a written lease, in a language the tenant can read;",
        },
        {
            "cite": "VI.1(b)",
            "url": "#",
            "letter": "b)",
            "words": "notice of at least ninety days before any eviction, and the offer of another home near work, school and neighbours;",
            "beside": {
                "notes": [
                    note('Changed in version 2 by <a href="#">amendment 12</a>'),
                    note("Who asked for this?", url="#"),
                    note("3 comments", url="#"),
                ]
            },
        },
        {
            "cite": "VI.2.2",
            "url": "#",
            "changed": True,
            "words": redline(
                "It supplies ",
                "-drinking",
                " water ",
                "+for drinking, washing and cooking",
                " to every ",
                "-registered",
                " dwelling",
                "+, planned or unplanned, and does not cut it off for debt",
                ".",
            ),
            "beside": {
                "notes": [
                    note("Changes 5 to 7"),
                    note('<a href="#">Amendments 3</a>, <a href="#">11</a>, <a href="#">26</a>'),
                ]
            },
        },
        {
            "cite": "VI.2.3",
            "url": "#",
            "words": "It sets aside at least one fifth of the homes built on its land for households with less than the median income.",
            "beside": {"acts": acts, "notes": [note("6 new amendments", url="#"), note("9 comments", url="#")]},
        },
        {
            "cite": "VI.2.4",
            "url": "#",
            "lang": "ar",
            "dir": "rtl",
            "words": "تستشير السكان قبل أي تجديد ينقل أكثر من 10 أسر، وتنشر ما غيّرته آراؤهم في الخطة.",
        },
    ]


NOTE_TERMS = [
    {
        "term": "Asked for by",
        "text": mark_safe(
            '<strong>Kisumbai</strong>, <a href="#">amendment 9</a> of round 1, and 14 cities in support'
        ),
    },
    {
        "term": "Because",
        "text": "“Most of our residents hold neither lease nor title. A right that waits for a title waits for ever.”",
        "lang": "en",
        "dir": "ltr",
        "after": "(original, in English)",
    },
    {
        "term": "Decision",
        "status": {
            "shape": "changes",
            "word": "Accepted with changes, 12 April 2026. “The idea is taken; the words are shortened so that they hold in all four languages.”",
        },
    },
    {
        "term": "Whose words",
        "text": "“form of tenure” is Kisumbai’s. “or on the” is the secretariat’s; Kisumbai agreed on 8 April.",
    },
]

SHAPES = [
    ("draft", "Draft"),
    ("waiting", "Waiting for the delegate"),
    ("review", "Under review"),
    ("check", "To be checked"),
    ("accepted", "Accepted"),
    ("changes", "Accepted with changes"),
    ("part", "Accepted in part"),
    ("merged", "Taken up in No. 11"),
    ("falls", "Falls because of No. 11"),
    ("refused", "Not accepted"),
    ("withdrawn", "Withdrawn"),
    ("lapsed", "Not confirmed in time"),
    ("advocacy", "Kept for advocacy"),
    ("referred", "Referred to the Congress"),
    ("step", "In step"),
    ("behind", "Behind at 4"),
    ("missing", "Missing: 9"),
    ("excepted", "Excepted: 1"),
    ("moved", "Moved here from VI.2.4"),
]


class SampleForm(forms.Form):
    kind = forms.ChoiceField(
        label="What do you want to do?",
        widget=forms.RadioSelect,
        choices=[
            ("change", "Change the words"),
            ("delete", "Delete the provision"),
            ("add", "Add a new provision after it"),
        ],
    )
    words = forms.CharField(
        label="The words you propose",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=20,
        help_text="These are the present words. Change them as you would in a letter. The next page shows what changed.",
    )
    language = forms.ChoiceField(
        label="Language of these words",
        choices=[("en", "English"), ("fr", "Français")],
        help_text="Kept with the amendment for ever.",
    )
    reason = forms.CharField(
        label="Why do you ask for this?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Two or three sentences that other cities can weigh. Required.",
        error_messages={"required": "Say why your city asks for this"},
    )
    source = forms.CharField(
        label="Source, if there is one", required=False, help_text="A council decision, a report, a workshop."
    )
    agreed = forms.BooleanField(label="I have read the rules of the round", required=False)


class SampleFilters(forms.Form):
    article = forms.ChoiceField(label="Article", choices=[("VI", "VI. A home one can keep")])
    state = forms.ChoiceField(label="State", choices=[("", "To decide")])
    words = forms.CharField(label="Words", required=False)


def gallery() -> dict[str, Any]:
    """The context of gallery.html."""
    return {
        "crumbs": [link("Charter"), link("VI. A home one can keep"), {"word": "VI.2.2"}],
        "articles": articles(),
        "provisions": provisions(),
        "note_terms": NOTE_TERMS,
        "note_links": [link("Previous words: 4"), link("The life of VI.1")],
        "views": [
            link("Text", current=True),
            link("Changes since version 1"),
            link("Two languages"),
            link("Who asked, in figures"),
        ],
        "ends": [link("Download, print, cite")],
        "others": [link("Version 1")],
        "also": [{"code": c, "name": n, "dir": d, "url": "#"} for c, n, d in LANGUAGES[1:]],
        "neighbours": {
            "previous": {"title": "V. Water, food and clean air", "url": "#"},
            "next": {"title": "VII. Work and livelihood", "url": "#"},
        },
        "shapes": [{"shape": s, "word": w} for s, w in SHAPES],
        "good_form": SampleForm(
            initial={
                "kind": "change",
                "words": "It sets aside at least one third of the homes built on public land.",
                "language": "en",
                "source": "Council decision 114 of 9 October 2026",
            },
            auto_id="good_%s",
        ),
        "bad_form": SampleForm({"kind": "change", "words": "It sets aside", "language": "en"}),
        "filters": SampleFilters(auto_id="filter_%s"),
        "keys": [
            {"keys": ["J", "K"], "word": "next, previous"},
            {"keys": ["Enter"], "word": "open"},
            {"keys": ["D"], "word": "decide"},
        ],
        "redlined": redline(
            "It sets aside at least one ",
            "-fifth",
            " ",
            "+third",
            " of the homes built on ",
            "-its",
            " ",
            "+public",
            " land for households with less than the median income",
            "+, and keeps them affordable for at least fifty years",
            ".",
        ),
        "third": redline("… at least one ", "-fifth", " ", "+third", " of the homes …"),
        "changes": [
            {
                "cite": "VI.1",
                "text": "a sentence is added at the end: “This right does not depend on papers …”",
                "url": "#",
            },
            {"cite": "VI.1(b)", "text": "“sixty” becomes “ninety”", "url": "#"},
            {"text": "“its” becomes “public”", "url": "#"},
        ],
        "amending": "In VI.2.3, replace “fifth” with “third”; replace “its land” with “public land”; after “median income” insert “, and keeps them affordable for at least fifty years”.",
        "decisions": [
            {
                "status": {"shape": "changes", "word": "Accepted with changes"},
                "title": "Amendment 9",
                "url": "#",
                "after": ", Kisumbai, on VI.1",
                "meta": "“The idea is taken; the words are shortened so that they hold in all four languages.” 12 April",
            },
            {
                "status": {"shape": "refused", "word": "Not accepted"},
                "title": "Amendment 17",
                "url": "#",
                "after": ", Weissbrück, on VI.2.3",
                "meta": "“A fixed price would bind cities whose law does not allow it.” 12 April",
            },
        ],
        "steps": [
            {"word": "Version 2", "date": "published 3 May 2026", "done": True},
            {
                "word": "Comment and propose",
                "date": "until 18 December, 23:59 Barcelona time: 23 days left",
                "now": True,
            },
            {"word": "Confirm", "date": "delegates, until 8 January"},
            {"word": "Support", "date": "cities, until 29 January"},
            {"word": "Edit", "date": "closed, 1 to 12 February"},
            {"word": "Second reading", "date": "15 February to 5 March"},
            {"word": "Version 3", "date": "planned for 26 March 2027"},
        ],
        "ticks": [10, 100, 1000],
        "counted": "127 cities, provinces and regions have joined since 2022. The aim is 1,000 by 2030.",
        "bars": [
            {"label": "Prepared by cities", "value": 46},
            {"label": "Confirmed by delegates", "value": 41},
            {"label": "Changed the text", "value": 24, "accent": True},
            {"label": "Still without an end", "value": 0},
        ],
        "story": [
            {
                "date": "Pending now",
                "where": "round 2",
                "title": "Two amendments wait for a decision",
                "status": {"shape": "review", "word": "Under review:"},
                "text": mark_safe(
                    '<a href="#">Amendment 37</a>, Tamanrit, and <a href="#">amendment 44</a>, Puerto Lirio. They ask for different words at the same place.'
                ),
            },
            {
                "date": "3 May 2026",
                "where": "Version 2",
                "title": "Three amendments changed the text",
                "version": True,
                "words": redline(
                    "It supplies ", "-drinking", " water ", "+for drinking, washing and cooking", " to every dwelling."
                ),
                "rows": [{"text": "One sentence carries both."}, {"text": "Washing is not a luxury."}],
            },
            {
                "date": "12 December 2025",
                "where": "Version 1",
                "title": "First text",
                "version": True,
                "words": "It supplies drinking water to every registered dwelling.",
                "note": "Proposed by the steering board. In version 1 its number was VI.2.1; the old address still leads here.",
            },
        ],
        "forecast": [
            {
                "term": "36 pending amendments",
                "text": ": 29 stay, 4 must be checked by their cities, 3 fall.",
                "url": "#",
                "word": "Names",
            },
            {"term": "Languages", "text": ": French, Spanish and Arabic go out of step at 4 provisions."},
            {"term": "Positions", "text": ": 12 cities are asked again, since words they supported change."},
        ],
        "apply": {
            "word": "Apply the merge",
            "id": "apply",
            "reason": "Settle 1 conflict first.",
            "way_url": "#conflict-1",
            "way_word": "Go to it",
        },
        "options": [
            {"value": "base", "numbers": "As in version 2", "words": "at least one fifth of the homes"},
            {
                "value": "41",
                "numbers": "41, 47, 55",
                "cities": "Porto Ventura, Ashgrove, Kisumbai. 17 support, 1 reservation",
                "words": redline("at least one ", "+third", " of the homes"),
            },
            {
                "value": "own",
                "numbers": "Write it yourself",
                "hint": "It will be marked as the secretariat’s words and put to the four cities.",
            },
        ],
        "comments": [
            {
                "id": "c1",
                "name": "Hawa Sesay",
                "role": "officer, Kisumbai",
                "kind": "Question",
                "date": "20 November",
                "text": "Does “every dwelling” cover boats? One in ten of our residents lives on the river.",
                "acts": [link("Answer", hidden="Hawa Sesay"), link("Link to this"), link("Report")],
                "answers": [
                    {
                        "id": "c2",
                        "name": "Joana Prates",
                        "role": "partner, Tenants’ Network",
                        "kind": "Argument",
                        "date": "21 November",
                        "language": "in Spanish",
                        "lang": "es",
                        "dir": "ltr",
                        "text": "Sí, si el agua llega al muelle. El glosario dice «vivienda: lugar donde se vive».",
                    }
                ],
            },
            {
                "id": "c3",
                "name": "A former officer of Northhaven",
                "kind": "Wording",
                "date": "2 April",
                "about": "About the words of version 1: “registered dwelling”",
                "text": "“Registered” leaves out the people this is for.",
            },
        ],
        "page": Paginator(range(200), 50).page(2),
        "stretches": [
            {"words": "one fifth", "said": "3 wordings clash"},
            {"words": "after “median income”", "said": "no clash"},
        ],
        "wordings": [
            {
                "numbers": [link("41"), link("47"), link("55")],
                "cells": [
                    {"words": "one third", "cities": "17 cities", "clash": True, "stretch": "instead of “one fifth”"},
                    {},
                ],
            },
            {
                "numbers": [link("45")],
                "cells": [
                    {"words": "one quarter", "cities": "8 cities", "clash": True, "stretch": "instead of “one fifth”"},
                    {},
                ],
            },
            {
                "numbers": [link("52")],
                "cells": [
                    {},
                    {
                        "words": ", for as long as the building stands",
                        "cities": "13 cities",
                        "stretch": "after “median income”",
                    },
                ],
            },
        ],
        "left": {"title": "Version 1, 12 December 2025", "label": "Before, version 1"},
        "right": {"title": "Version 2, 3 May 2026", "label": "After, version 2"},
        "sides": [
            {
                "cite": "S.1(b)",
                "url": "#",
                "left": redline("b) notice of at least ", "-sixty", " days before any eviction;"),
                "right": redline("b) notice of at least ", "+ninety", " days before any eviction;"),
            },
            {
                "cite": "S.1(c)",
                "url": "#",
                "right": redline("+c) shelter for the night, without questions at the door."),
            },
        ],
        "read": link("Read the charter and propose"),
        "see": link("See what other cities propose"),
    }
