Feature: Needs that differ from person to person
  Helps a case worker answer the needs that come with age, family, disability, health and daily life.
  It works from what people say they need and never asks who they are.
  Where much is unknown, a minimum safe plan comes before further questions.

  # Children

  Scenario: Child protection is asked for advice on the day a child arrives
    Given age group: adolescent aged 12 to 17
    When advice is asked for
    Then C-DIV-01 applies at once
    And C-DIV-01 says what must be done

  Scenario: An adult's plan is made with the adult, not with child protection
    Given age group: adult aged 18 to 59
    When advice is asked for
    Then C-DIV-01 does not apply

  Scenario: Somebody whose age is not known is protected as a child would be
    Given age group is not known
    When advice is asked for
    Then C-DIV-01 applies at once as a precaution

  Scenario: Urgent care is offered to a child before any formal procedure is complete
    Given age group: adolescent aged 12 to 17
    And type of incident the person told of: sexual violence
    When advice is asked for
    Then C-MR-03 applies at once
    And C-DIV-01 applies at once

  Scenario: Advice about a child is sought while nothing that names the child is sent
    Given age group: child aged 5 to 11
    And consent to referral: no
    When advice is asked for
    Then C-DIV-01 applies at once
    And C-REF-01 applies at once

  Scenario: Today's advice does not wait for an answer about the child's caregiver
    Given age group: young child aged 0 to 4
    And safety of the child with the caregiver is not known
    When advice is asked for
    Then C-DIV-01 applies at once
    And C-ACC-09 applies at once as a precaution

  # What a child confides

  Scenario: A caregiver who is a danger to the child learns nothing the child confided
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: no
    When advice is asked for
    Then C-DIV-02 applies at once
    And C-DIV-02 says what must not be done

  Scenario: A caregiver nobody knows to be safe is told nothing private either
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver is not known
    When advice is asked for
    Then C-DIV-02 applies at once

  Scenario: A caregiver known to be safe is not treated as a danger
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: yes
    When advice is asked for
    Then C-DIV-02 does not apply

  Scenario: What an adult's relatives may know is for the adult to say
    Given age group: adult aged 18 to 59
    And safety of the child with the caregiver is not known
    When advice is asked for
    Then C-DIV-02 does not apply

  Scenario: Somebody who may be a child can speak without the caregiver being told
    Given age group is not known
    And safety of the child with the caregiver: no
    When advice is asked for
    Then C-DIV-02 applies at once as a precaution

  Scenario: A harmed child is protected through trained staff, and the caregiver is still told nothing
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: no
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"
    But C-DIV-02 applies at once

  Scenario: What a child confides goes neither to the caregiver nor into a relative's hands
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: no
    And an item of information called "note"
    And for "note", recipient of the information: family member
    And for "note", sensitive content: yes
    When advice is asked for
    Then C-DIV-02 applies at once
    And C-DAT-04 applies at once for "note"

  # Procedures that nobody agreed to

  Scenario: A procedure on a child that can wait is asked to wait
    Given age group: young child aged 0 to 4
    And risk of treatment without consent: yes
    When advice is asked for
    Then C-DIV-03 applies at once
    And C-DIV-03 says what must be done

  Scenario: A procedure is asked to wait when the patient may be a child
    Given age group is not known
    And risk of treatment without consent: yes
    When advice is asked for
    Then C-DIV-03 applies at once

  Scenario: No procedure threatens the child, so nothing needs to be put off
    Given age group: child aged 5 to 11
    And risk of treatment without consent: no
    When advice is asked for
    Then C-DIV-03 does not apply

  Scenario: An adult decides, so nobody asks for a delay over the adult's head
    Given age group: adult aged 18 to 59
    And risk of treatment without consent: yes
    When advice is asked for
    Then C-DIV-03 does not apply

  Scenario: As long as no family speaks of a procedure, nothing is said and nobody asks
    Given age group: young child aged 0 to 4
    And risk of treatment without consent is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-03 stays undecided and says nothing
    And nobody is asked about risk of treatment without consent

  Scenario: An adult who is pressed into a procedure is backed in refusing it
    Given age group: adult aged 18 to 59
    And risk of treatment without consent: yes
    When advice is asked for
    Then C-DIV-04 applies at once
    And C-DIV-04 says what must be done

  Scenario: An adult whom no procedure threatens needs no backing for a refusal
    Given age group: adult aged 18 to 59
    And risk of treatment without consent: no
    When advice is asked for
    Then C-DIV-04 does not apply

  Scenario: A child's case is argued through best interests, not as an adult's refusal
    Given age group: adolescent aged 12 to 17
    And risk of treatment without consent: yes
    When advice is asked for
    Then C-DIV-03 applies at once
    But C-DIV-04 does not apply

  Scenario: A procedure that cannot be undone is put off for a child of school age too
    Given age group: child aged 5 to 11
    And risk of treatment without consent: yes
    When advice is asked for
    Then C-DIV-03 applies at once

  Scenario: An adult is not asked whether anybody plans a treatment by force
    Given age group: older person aged 60 or over
    And risk of treatment without consent is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-04 stays undecided and says nothing
    And nobody is asked about risk of treatment without consent

  Scenario: Saying no to one procedure costs an adult no other care
    Given age group: adult aged 18 to 59
    And risk of treatment without consent: yes
    And interrupted treatment: other long-term treatment
    When advice is asked for
    Then C-DIV-04 applies at once
    And C-DIV-05 applies within 72 hours
    And C-DIV-05 says what must be done

  # Treatment that has stopped

  Scenario: A medicine that ran out on the road is reviewed by health staff within 72 hours
    Given interrupted treatment: other long-term treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours

  Scenario: Every treatment that stopped gets its review, whatever it is for
    Given interrupted treatment: hormone treatment, mental health treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours

  Scenario: Somebody who is missing no medicine is sent to no review
    Given interrupted treatment: none
    When advice is asked for
    Then C-DIV-05 does not apply

  Scenario: Everyone is asked about missing medicine, because nobody can see it
    Given interrupted treatment is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-05 says to find out first, within 72 hours
    And it is worth asking the person about interrupted treatment

  Scenario: A question about medicine that was left aside is not brought back
    Given interrupted treatment: not asked
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-05 does not apply
    And nobody is asked about interrupted treatment

  Scenario: HIV treatment that was cut off is arranged at once
    Given interrupted treatment: HIV treatment
    When advice is asked for
    Then C-DIV-14 applies at once
    And C-DIV-14 says what must be done

  Scenario: Another long-term medicine is reviewed within 72 hours
    Given interrupted treatment: other long-term treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours
    But C-DIV-14 does not apply

  Scenario: Until a missing medicine is spoken of, HIV treatment is not brought up
    Given interrupted treatment is not known
    When advice is asked for
    Then C-DIV-05 says to find out first, within 72 hours
    But C-DIV-14 stays undecided and says nothing

  Scenario: When two treatments have stopped, neither holds up the more urgent one
    Given interrupted treatment: HIV treatment, hormone treatment
    When advice is asked for
    Then C-DIV-14 applies at once
    And C-DIV-05 applies within 72 hours

  Scenario: HIV treatment is arranged at once while the clinic is checked by telephone
    Given interrupted treatment: HIV treatment
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-DIV-14 applies at once
    And C-REF-02 says to find out first, within 72 hours for "clinic"

  Scenario: Other treatment has 72 hours, time enough to check the clinic first
    Given interrupted treatment: mental health treatment
    And a service called "clinic"
    And for "clinic", type of service: mental health and psychosocial support
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-DIV-05 applies within 72 hours
    And C-REF-02 says to find out first, within 72 hours for "clinic"
    And "clinic" is to be checked first

  Scenario: Interrupted hormone treatment is reviewed by a health officer
    Given interrupted treatment: hormone treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours

  Scenario: Interrupted treatment for HIV is reviewed by a health officer
    Given interrupted treatment: HIV treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours

  Scenario: Interrupted mental health treatment is reviewed by a health officer
    Given interrupted treatment: mental health treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours

  Scenario: Where only treatments other than for HIV are interrupted, there are 72 hours to review them
    Given interrupted treatment: hormone treatment, mental health treatment, other long-term treatment
    When advice is asked for
    Then C-DIV-05 applies within 72 hours
    And C-DIV-14 does not apply

  Scenario: One clinic that turns people away does not put off HIV treatment
    Given interrupted treatment: HIV treatment
    And a service called "clinic"
    And for "clinic", verified equal treatment: no
    When advice is asked for
    Then C-DIV-14 applies at once
    But "clinic" is not recommended

  Scenario: HIV treatment is offered to somebody who declines a referral
    Given interrupted treatment: HIV treatment
    And consent to referral: no
    When advice is asked for
    Then C-DIV-14 applies at once
    And C-REF-01 applies at once

  # Everyday needs

  Scenario: Somebody short of soap picks from the same menu as everyone else
    Given unmet basic need: hygiene items
    When advice is asked for
    Then C-DIV-06 applies as routine
    And C-DIV-06 says what should be done

  Scenario: Clothes are picked from a menu, not handed out by looks
    Given unmet basic need: clothing
    When advice is asked for
    Then C-DIV-06 applies as routine

  Scenario: A person who lacks only food is not sent to the counter for soap and clothes
    Given unmet basic need: food
    When advice is asked for
    Then C-DIV-06 does not apply

  Scenario: If nobody knows what a person lacks, the menu itself is the question
    Given unmet basic need is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-06 says to find out first, as routine
    And it is worth asking the person about unmet basic need

  Scenario: A need that was deliberately not asked about is not asked about now
    Given unmet basic need: not asked
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-06 does not apply
    And nobody is asked about unmet basic need

  Scenario: A person without income is included in cash and work at safe hours
    Given unmet basic need: income
    When advice is asked for
    Then C-DIV-10 applies as routine
    And C-DIV-10 says what should be done

  Scenario: A young person out of school is offered a class at a safe place
    Given age group: adolescent aged 12 to 17
    And unmet basic need: education
    When advice is asked for
    Then C-DIV-10 applies as routine

  Scenario: Somebody who lacks only water is not offered a work programme instead
    Given unmet basic need: water
    When advice is asked for
    Then C-DIV-10 does not apply

  Scenario: Whether income or schooling is missing is asked of everyone alike
    Given unmet basic need is not known
    When advice is asked for
    Then C-DIV-10 says to find out first, as routine

  Scenario: Needs other than income and school are not answered with programmes for work and study
    Given unmet basic need: food, water, hygiene items, health care, clothing
    When advice is asked for
    Then C-DIV-10 does not apply

  # Disability, age and dependants

  Scenario: Place, information and transport are fitted to the support a person wants
    Given need for disability support: yes
    When advice is asked for
    Then C-DIV-07 applies within 72 hours
    And C-DIV-07 says what must be done

  Scenario: Nothing is rearranged for somebody who wants no support
    Given need for disability support: no
    When advice is asked for
    Then C-DIV-07 does not apply

  Scenario: Nobody guesses who needs support; everyone is asked what is difficult
    Given need for disability support is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-07 says to find out first, within 72 hours
    And it is worth asking the person about need for disability support

  Scenario: Nobody who wants support is asked to trade access for safety
    Given need for disability support: yes
    And a place to stay called "room"
    And for "room", accessible building and facilities: no
    And for "room", threat source at this place: no
    And a place to stay called "hall"
    And for "hall", accessible building and facilities: yes
    And for "hall", threat source at this place: yes
    When advice is asked for
    Then C-DIV-07 applies within 72 hours
    And C-ACC-10 applies within 72 hours for "room"
    And C-ACC-02 applies at once for "hall"

  Scenario: An older person is offered a talk about company, care and getting around
    Given age group: older person aged 60 or over
    When advice is asked for
    Then C-DIV-08 applies as routine
    And C-DIV-08 says what should be done

  Scenario: Matters of old age are not raised with a younger adult
    Given age group: adult aged 18 to 59
    When advice is asked for
    Then C-DIV-08 does not apply

  Scenario: While the age is not known, no remark is made about old age
    Given age group is not known
    When advice is asked for
    Then C-DIV-08 stays undecided and says nothing

  Scenario: What is arranged for adults and for older people is not arranged for a young child
    Given age group: young child aged 0 to 4
    When advice is asked for
    Then C-DIV-08 does not apply
    And C-DIV-04 does not apply
    And C-MR-09 does not apply

  Scenario: Those who depend on a person are part of that person's plan
    Given dependant with the person: yes
    When advice is asked for
    Then C-DIV-09 applies within 72 hours
    And C-DIV-09 says what must be done

  Scenario: Somebody who looks after nobody else makes a plan for one
    Given dependant with the person: no
    When advice is asked for
    Then C-DIV-09 does not apply

  Scenario: Everyone is asked in the same words whether there is somebody to look after
    Given dependant with the person is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-09 says to find out first, within 72 hours
    And it is worth asking the person about dependant with the person

  Scenario: A hall unfit for children is not taken just to find the family a bed
    Given dependant with the person: yes
    And a place to stay called "hall"
    And for "hall", place suitable for children: no
    When advice is asked for
    Then C-DIV-09 applies within 72 hours
    And C-ACC-14 applies at once for "hall"
    And "hall" is not recommended

  # Names

  Scenario: A chosen name is used where it is safe and nowhere else
    Given preferred name on record: yes
    When advice is asked for
    Then C-DIV-11 applies at once
    And C-DIV-11 says what must be done

  Scenario: Where no chosen name is on record, there is none to guard
    Given preferred name on record: no
    When advice is asked for
    Then C-DIV-11 does not apply

  Scenario: Nobody is taken to have another name as long as none is known
    Given preferred name on record is not known
    When advice is asked for
    Then C-DIV-11 stays undecided and says nothing

  # A health need somebody raises

  Scenario: A person who raises a special health need is offered a clinician who knows it
    Given special health need raised unprompted: yes
    When advice is asked for
    Then C-DIV-13 applies within 72 hours
    And C-DIV-13 says what should be done

  Scenario: A child who raises a special health need is offered a clinician, with child protection's advice
    Given age group: adolescent aged 12 to 17
    And special health need raised unprompted: yes
    When advice is asked for
    Then C-DIV-13 applies within 72 hours
    And C-DIV-01 applies at once

  Scenario: Where no special health need is raised, no special clinician is offered
    Given special health need raised unprompted: no
    When advice is asked for
    Then C-DIV-13 does not apply

  Scenario: A need that only the person can raise is never asked about
    Given special health need raised unprompted is not known
    And immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-13 stays undecided and says nothing
    And nobody is asked about special health need raised unprompted

  # When much is unknown

  Scenario: A person about whom nothing is known is given a minimum safe plan first
    Given nothing is known
    When advice is asked for
    Then C-DIV-12 applies at once
    And C-DIV-12 says what must be done
    And C-ACC-01 applies at once as a precaution

  Scenario: Three unknowns about tonight are enough to plan before asking more
    Given immediate danger is not known
    And a safe place tonight is not known
    And source of threat is not known
    And consent to referral: yes
    And no services at all
    When advice is asked for
    Then C-DIV-12 applies at once

  Scenario: When only two things are unknown, the person is simply asked
    Given immediate danger: no
    And source of threat: none
    And a safe place tonight is not known
    And consent to referral is not known
    And no services at all
    When advice is asked for
    Then C-DIV-12 does not apply
    And it is worth asking the person about a safe place tonight
    And it is worth asking the person about consent to referral

  Scenario: A source of threat nobody asked about counts as one that is not known
    Given immediate danger is not known
    And a safe place tonight is not known
    And source of threat: not asked
    And consent to referral: yes
    And no services at all
    When advice is asked for
    Then C-DIV-12 applies at once
    And nobody is asked about source of threat

  Scenario: Services nobody has listed count among the unknowns, as a precaution
    Given immediate danger is not known
    And a safe place tonight is not known
    And source of threat: none
    And consent to referral: yes
    When advice is asked for
    Then C-DIV-12 applies at once as a precaution

  Scenario: A clinic that has not said whether it reports counts among the unknowns
    Given immediate danger is not known
    And a safe place tonight: yes
    And source of threat is not known
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", reporting to the police is not known
    When advice is asked for
    Then C-DIV-12 applies at once

  Scenario: A clinic that says it does not report leaves one unknown fewer
    Given immediate danger is not known
    And a safe place tonight: yes
    And source of threat is not known
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", reporting to the police: no
    When advice is asked for
    Then C-DIV-12 does not apply

  Scenario: Nobody is questioned at the gate about matters that can wait
    Given nothing is known
    When advice is asked for
    Then it is worth asking the person about a safe place tonight
    But nobody is asked about interrupted treatment
    And nobody is asked about unmet basic need
    And nobody is asked about need for disability support

  Scenario: With tonight settled, there is time to ask about medicine and support
    Given immediate danger: no
    And a safe place tonight: yes
    And no services at all
    When advice is asked for
    Then C-DIV-12 does not apply
    And it is worth asking the person about interrupted treatment
    And it is worth asking the person about need for disability support

  Scenario: Much that is unknown takes nothing from what a person is known to need
    Given interrupted treatment: HIV treatment
    And dependant with the person: yes
    When advice is asked for
    Then C-DIV-12 applies at once
    And C-DIV-14 applies at once
    And C-DIV-09 applies within 72 hours

  Scenario: Where danger, tonight and consent are all unknown, questions stay few even if the threat is known
    Given source of threat: family
    When advice is asked for
    Then C-DIV-12 applies at once
