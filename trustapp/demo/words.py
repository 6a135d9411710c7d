"""Names and remarks of the demo's people. Data."""

FIRST = (
    "Anna Ben Clara David Emma Felix Greta Hannes Ida Jonas Klara Lukas Marie Nils Olga Paul Rosa Samuel Tilda Uwe "
    "Vera Willi Yara Zoe Aylin Bruno Carla Deniz Elif Finn Hanna Ivan Jana Kemal Lea Mateo Nora Oskar Pia Rafael "
    "Sofia Timo"
).split()
LAST = (
    "Albrecht Becker Conrad Demir Engel Fischer Graf Hoffmann Ilic Jansen Keller Lorenz Maier Neumann Otto Pohl "
    "Quast Richter Schulz Thoma Ullrich Vogel Weber Yilmaz Zimmer Arnold Busch Kaya Nowak Peters Roth Sommer Wolf "
    "Brandt"
).split()
SHOPS = {"Old Town shop": 0.45, "Station kiosk": 0.35, "Delivery": 0.20}

# What people say: band → shop ("" anywhere) → remarks with their cause.
REMARKS: dict[str, dict[str, list[tuple[str, str]]]] = {
    "low": {
        "": [
            ("The roll was hard. Yesterday's, I think.", "Product quality"),
            ("I was short-changed and nobody said sorry.", "Mistake in order"),
            ("Prices went up again, and the portions did not.", "Price"),
        ],
        "Old Town shop": [
            ("Nobody greeted me, three people were talking behind the counter.", "Staff"),
            ("They had no card reader for the second time.", "Mistake in order"),
        ],
        "Station kiosk": [
            ("Waited twenty minutes at the station and the rye was gone.", "Waiting time"),
            ("I missed my train for a coffee.", "Waiting time"),
            ("One person at the till at eight in the morning?", "Waiting time"),
            ("Queue out of the door, coffee cold.", "Waiting time"),
        ],
        "Delivery": [
            ("The box came at eleven. Breakfast is at eight.", "Delivery"),
            ("Two of six rolls were missing.", "Mistake in order"),
        ],
    },
    "middle": {
        "": [
            ("Good bread, small choice after noon.", ""),
            ("All fine, nothing special.", ""),
            ("I would come more often if you opened on Sundays.", ""),
        ],
        "Station kiosk": [("Good, when the queue is short.", "")],
        "Delivery": [("Mostly on time.", "")],
        "Old Town shop": [("Lovely cakes, but little room to sit.", "")],
    },
    "high": {
        "": [
            ("Best rye in town.", ""),
            ("They remember what I like.", ""),
            ("Warm rolls at seven, every day.", ""),
            ("My children ask for the poppy-seed cake.", ""),
        ],
        "Old Town shop": [("The new second till is a blessing.", ""), ("Always a kind word.", "")],
        "Station kiosk": [("Quick and friendly before my train.", "")],
        "Delivery": [("The box on Saturday makes the week-end.", "")],
    },
}
NOTES = {
    "Waiting time": "Called. She will try again at the second till; coffee on us.",
    "Product quality": "Apologised, put a fresh loaf aside for him.",
    "Price": "Explained the flour prices and the loyalty card.",
    "Staff": "Talked with the morning shift.",
    "Delivery": "New slot from seven to eight agreed.",
    "Mistake in order": "Refunded and said sorry.",
}

# What was changed, the trouble it should end, and what came of it.
TILL = {
    "title": "Second till at noon",
    "change": "From eleven to two a second person stands at the till.",
    "cause": "Staff",
}
TILL_OUTCOME = "Nobody is left standing at noon any more. We keep it, and look at the mornings next."
KIOSK = {
    "title": "Two people at the kiosk until nine",
    "change": "From six to nine one sells and one makes the coffee.",
    "cause": "Waiting time",
}

# What its replies begin with.
REPLY_TEXTS = {
    "Sorry for the wait": (
        "Hello {first name},\n\nYou wrote: “{words}”\n\nI am sorry that you had to wait. From six to nine there are "
        "two of us at the kiosk now. Show this letter there, and the next coffee is on us.\n\n{me}\n{business}"
    ),
    "Money back": (
        "Hello {first name},\n\nYou wrote: “{words}”\n\nThat should not have happened. Come by with your receipt, or "
        "send us a picture of it, and we give you your money back.\n\n{me}\n{business}"
    ),
}
