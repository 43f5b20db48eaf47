Feature: Where duties meet
  For the case worker who finds that two right things pull in different directions.
  Each scenario shows which side comes first, what stands beside it, and what gives way and to what.
  Nothing is settled over the head of the person: where no side may win, both are put to the person and a supervisor.

  # K-01
  Scenario: Care after violence is offered at once although the only clinic must tell the police, and the person decides after hearing that
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-02 applies at once for "clinic"
    And C-MR-06 applies at once

  # K-01
  Scenario: A report that could bring harm holds back the referral, never the offer of care
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And consent to referral: yes
    And criminalising law in force: yes
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-07 applies at once for "clinic"
    And C-REF-04 is set aside by C-MR-07 for "clinic"

  # K-02
  Scenario: While nobody knows whether the clinic reports, care goes ahead as if it did and the clinic is asked meanwhile
    Given type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", reporting to the police is not known
    When advice is asked for
    Then C-MR-03 applies at once
    And C-MR-02 applies at once as a precaution for "clinic"
    And C-MR-06 applies at once as a precaution
    And it is worth asking the provider about reporting to the police for "clinic"

  # K-03
  Scenario: Two who feel safe together are not parted by the rule of a house, however well its staff are trained
    Given request to stay together: yes
    And feeling safe with the partner: yes
    And a place to stay called "house"
    And for "house", type of place: single-sex shelter
    And for "house", permission to stay together: no
    And for "house", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-05 applies within 72 hours for "house"
    And C-ACC-16 is set aside by C-ACC-05 for "house"
    And "house" is not recommended

  # K-03
  Scenario: Where every bed tonight would part the two, a supervisor looks for another and the two decide meanwhile
    Given request to stay together: yes
    And feeling safe with the partner: yes
    And a safe place tonight: no
    And a place to stay called "house"
    And for "house", permission to stay together: no
    And a place to stay called "hostel"
    And for "hostel", permission to stay together: no
    When advice is asked for
    Then C-ACC-12 applies at once
    And C-ACC-05 applies within 72 hours for "house"
    And C-ACC-05 applies within 72 hours for "hostel"

  # K-04
  Scenario: Where one of the two does not feel safe, safety comes before keeping them together
    Given request to stay together: yes
    And feeling safe with the partner: no
    And a place to stay called "house"
    And for "house", permission to stay together: no
    When advice is asked for
    Then C-ACC-06 applies at once
    And C-ACC-05 does not apply for "house"

  # K-04
  Scenario: While it is not known whether each of the two feels safe, they are neither parted nor bound to one place
    Given request to stay together: yes
    And feeling safe with the partner is not known
    And a place to stay called "house"
    And for "house", permission to stay together: no
    When advice is asked for
    Then C-ACC-06 says to find out first, at once
    And C-ACC-05 says to find out first, within 72 hours for "house"
    And it is worth asking the person about feeling safe with the partner

  # K-05
  Scenario: Two who ask to share a room hear first what sharing may reveal, and then choose
    Given request to stay together: yes
    And feeling safe with the partner: yes
    And a place to stay called "hotel"
    And for "hotel", permission to stay together: yes
    And for "hotel", place that reveals who stays there: yes
    And a place to stay called "house"
    And for "house", permission to stay together: no
    When advice is asked for
    Then C-ACC-07 applies within 72 hours for "hotel"
    And C-ACC-05 applies within 72 hours for "house"

  # K-06
  Scenario: Harm to a child is acted on the same day, and a report holds nothing beyond the harm
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: no
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    And an item of information called "letter"
    And for "letter", recipient of the information: family member
    When advice is asked for
    Then C-DIV-01 applies at once
    And C-MR-08 applies at once for "clinic"
    And C-DIV-02 applies at once
    And C-DAT-04 applies at once for "letter"

  # K-06
  Scenario: While counsel is still asked what the law requires, the child is already being protected
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: no
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported is not known
    When advice is asked for
    Then C-ACC-09 applies at once
    And C-DIV-01 applies at once
    And C-MR-08 says to find out first, at once for "clinic"

  # K-07
  Scenario: What a child confided is kept from the caregiver until the caregiver is known to be safe and the child agrees
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver is not known
    When advice is asked for
    Then C-DIV-02 applies at once
    And C-DIV-01 applies at once

  # K-07
  Scenario: Even where the caregiver is safe, no letter takes what a child confided to a relative
    Given age group: adolescent aged 12 to 17
    And safety of the child with the caregiver: yes
    And an item of information called "letter"
    And for "letter", recipient of the information: family member
    And for "letter", sensitive content: yes
    When advice is asked for
    Then C-DIV-02 does not apply
    And C-DAT-04 applies at once for "letter"

  # K-08
  Scenario: Nothing private is typed into a file that relatives share before a separate record exists
    Given consent to recording: yes
    And file shared with family members: yes
    And something the family must not see: yes
    And an item of information called "note"
    And for "note", sensitive content: yes
    When advice is asked for
    Then C-DAT-02 applies at once for "note"
    And C-REG-08 applies at once
    And C-DAT-01 does not apply for "note"

  # K-08
  Scenario: A second file guards the words and a single file draws no notice, and the person weighs the two with a supervisor
    Given file shared with family members: yes
    And who must not learn of this: family
    And an item of information called "note"
    And for "note", sensitive content: yes
    When advice is asked for
    Then C-DAT-02 applies at once for "note"
    And C-DAT-02 and C-DAT-16 meet as a conflict

  # K-09
  Scenario: Danger and health are spoken of at once, and an interpreter from the same community is replaced before anything private
    Given immediate danger: yes
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And need for an interpreter: yes
    And interpreter from the same community: yes
    When advice is asked for
    Then C-VIO-01 applies at once
    And C-MR-03 applies at once
    And C-REF-09 applies at once

  # K-10
  Scenario: An adult's no to a bed stands, and a place for tonight stays on offer
    Given age group: adult aged 18 to 59
    And a safe place tonight: no
    And a place to stay called "hall"
    And for "hall", choice of the person: declines the place
    And for "hall", trained staff at this place: yes
    And threat source with access to the person: no
    When advice is asked for
    Then C-ACC-11 applies as routine for "hall"
    And C-ACC-16 is set aside by C-ACC-11 for "hall"
    And "hall" is not recommended
    And C-ACC-01 applies at once

  # K-10
  Scenario: An adult's no to care ends the arranging, not the offer
    Given age group: adult aged 18 to 59
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And service the person declined: care after sexual violence
    And a service called "clinic"
    And for "clinic", type of service: care after sexual violence
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", safe journey to this provider: no
    When advice is asked for
    Then C-REF-13 applies as routine for "clinic"
    And C-MR-13 is set aside by C-REF-13 for "clinic"
    And C-REF-05 is set aside by C-REF-13 for "clinic"
    And C-MR-03 applies at once

  # K-10
  Scenario: What a child declines is weighed with child protection, and the child is heard
    Given age group: adolescent aged 12 to 17
    And service the person declined: mental health and psychosocial support
    And a service called "centre"
    And for "centre", type of service: mental health and psychosocial support
    When advice is asked for
    Then C-DIV-01 applies at once
    And C-REF-13 applies as routine for "centre"

  # K-11
  Scenario: Where the law punishes, the welcome stays on the wall and the symbols come down
    Given welcoming information on display: yes
    And criminalising law in force: yes
    When advice is asked for
    Then O-08 applies at once
    And O-07 does not apply

  # K-11
  Scenario: Where neither the law nor the display is known, safety comes before visibility
    Given welcoming information on display is not known
    And criminalising law in force is not known
    When advice is asked for
    Then O-08 applies at once as a precaution
    And O-07 says to find out first, as routine

  # K-12
  Scenario: No place is sought through an authority that is the threat
    Given source of threat: authorities
    And threat source with access to the person: no
    And a place to stay called "hall"
    And for "hall", guest list shared with authorities: yes
    And for "hall", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-08 applies at once for "hall"
    And C-ACC-16 is set aside by C-ACC-08 for "hall"
    And "hall" is not recommended
    And C-VIO-04 applies at once

  # K-12
  Scenario: Where no authority and no law is a danger, a guest list that is shared rules no place out
    Given source of threat: none
    And risk of arrest or detention: no
    And criminalising law in force: no
    And a place to stay called "hall"
    And for "hall", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 does not apply for "hall"
    And C-VIO-04 does not apply

  # K-13
  Scenario: Much that is unknown never adds up to no help
    Given nothing is known
    When advice is asked for
    Then C-DIV-12 applies at once
    And C-ACC-01 applies at once as a precaution
    And C-VIO-01 applies at once as a precaution
    And C-REG-15 applies as routine
    And it is worth asking the person about a safe place tonight

  # K-14
  Scenario: A concern about an aid worker goes forward, and the name of the person who spoke does not
    Given harm attributed to an aid worker: yes
    And consent to sharing: no
    And age group: adult aged 18 to 59
    And an item of information called "note"
    And for "note", recipient of the information: partner organization
    When advice is asked for
    Then C-MR-10 applies at once
    And C-VIO-09 applies at once
    And C-DAT-05 applies at once for "note"

  # K-15
  Scenario: Where one place is safe and another accessible, the person is asked to give up neither
    Given need for disability support: yes
    And a place to stay called "house"
    And for "house", accessible building and facilities: no
    And for "house", threat source at this place: no
    And a place to stay called "flat"
    And for "flat", accessible building and facilities: yes
    And for "flat", threat source at this place: yes
    When advice is asked for
    Then C-ACC-10 applies within 72 hours for "house"
    And C-ACC-02 applies at once for "flat"
    And "flat" is not recommended

  # K-16
  Scenario: A place that marks nobody is shown before a specialised shelter that tells who stays there
    Given a place to stay called "shelter"
    And for "shelter", type of place: specialised shelter
    And for "shelter", place that reveals who stays there: yes
    And for "shelter", trained staff at this place: yes
    And a place to stay called "room"
    And for "room", place that reveals who stays there: no
    And for "room", trained staff at this place: yes
    And threat source with access to the person: no
    When advice is asked for
    Then C-ACC-07 applies within 72 hours for "shelter"
    And C-ACC-16 is set aside by C-ACC-07 for "shelter"
    And C-ACC-16 applies as routine for "room"

  # K-16
  Scenario: No shelter becomes somebody's default because of what was confided
    Given private matter volunteered by the person: yes
    And a place to stay called "shelter"
    And for "shelter", type of place: specialised shelter
    And for "shelter", place that reveals who stays there: yes
    And for "shelter", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-07 applies within 72 hours for "shelter"
    And C-ACC-16 is set aside by C-ACC-07 for "shelter"

  # K-17
  Scenario: People are consulted by open invitation, and staff put nobody forward
    Given consultation of displaced people: no
    When advice is asked for
    Then O-16 applies as routine
    And C-REG-05 applies as routine

  # K-18
  Scenario: Safety is watched through counts, and a small count is held back
    Given monitoring of safety and access: no
    And an item of information called "table"
    And for "table", recipient of the information: donor report
    And for "table", number of people behind each figure: 4
    When advice is asked for
    Then O-20 applies as routine
    And C-DAT-09 applies within 72 hours for "table"

  # K-19
  Scenario: The gender a person states counts for more than the rule of a house
    Given a place to stay called "house"
    And for "house", type of place: single-sex shelter
    And for "house", respect for stated gender: no
    And for "house", trained staff at this place: yes
    And threat source with access to the person: no
    When advice is asked for
    Then C-ACC-04 applies at once for "house"
    And C-ACC-16 is set aside by C-ACC-04 for "house"
    And "house" is not recommended

  # K-20
  Scenario: HIV treatment that broke off does not wait until a provider is verified
    Given interrupted treatment: HIV treatment
    And a service called "clinic"
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-DIV-14 applies at once
    And C-REF-02 says to find out first, within 72 hours for "clinic"

  # K-20
  Scenario: Another treatment that broke off has 72 hours for the provider to be checked
    Given interrupted treatment: other long-term treatment
    And a service called "clinic"
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-DIV-05 applies within 72 hours
    And C-DIV-14 does not apply
    And C-REF-02 says to find out first, within 72 hours for "clinic"

  # K-21
  Scenario: Somebody who wants nothing written is helped and followed up, and only agreed notes are kept
    Given consent to recording: no
    And consent to referral: yes
    And service the person declined: none
    And an item of information called "note"
    And for "note", sensitive content: yes
    And a service called "clinic"
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider: yes
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    When advice is asked for
    Then C-DAT-01 applies at once for "note"
    And C-REF-14 applies as routine for "clinic"
    And C-REF-04 applies as routine for "clinic"

  # K-22
  Scenario: Where the household is the danger, money reaches the person in a way the household cannot see
    Given source of threat: family
    And threat source with access to the person: yes
    And something the family must not see: yes
    And unmet basic need: income
    When advice is asked for
    Then C-VIO-02 applies at once
    And C-REG-08 applies at once
    And C-DIV-10 applies as routine
    And C-VIO-03 applies at once

  Scenario: When everything comes at once, safety and care are offered first and no protection is dropped
    Given consent to recording: no
    And private place to talk: no
    And need for an interpreter: yes
    And interpreter from the same community: yes
    And immediate danger: yes
    And a safe place tonight: no
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And interrupted treatment: HIV treatment
    And criminalising law in force: yes
    And an item of information called "note"
    And for "note", sensitive content: yes
    And a service called "clinic"
    And for "clinic", reporting to the police: yes
    When advice is asked for
    Then C-ACC-01 applies at once
    And C-VIO-01 applies at once
    And C-MR-03 applies at once
    And C-DIV-14 applies at once
    And C-REG-01 applies at once
    And C-REF-09 applies at once
    And C-DAT-01 applies at once for "note"
    And C-MR-02 applies at once for "clinic"
    And C-MR-07 applies at once for "clinic"
    And O-28 applies at once

  Scenario: A child who is alone when everything comes at once is cared for by trained people, not housed among adults
    Given age group: adolescent aged 12 to 17
    And unaccompanied or separated child: yes
    And safety of the child with the caregiver: no
    And registration stage: not registered
    And service the person declined: mental health and psychosocial support
    And a safe place tonight: no
    And source of threat: family
    And threat source with access to the person: no
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 10
    And criminalising law in force is not known
    And a place to stay called "hotel"
    And for "hotel", trained staff at this place: yes
    And a service called "centre"
    And for "centre", type of service: mental health and psychosocial support
    And an item of information called "letter"
    And for "letter", recipient of the information: family member
    When advice is asked for
    Then C-ACC-09 applies at once
    And C-ACC-16 is set aside by C-ACC-09 for "hotel"
    And C-MR-03 applies at once
    And C-DIV-01 applies at once
    And C-DIV-02 applies at once
    And C-VIO-03 applies at once
    And C-DAT-04 applies at once for "letter"
    And C-REG-13 applies as routine
    And C-REF-13 applies as routine for "centre"
    And O-28 applies at once

  Scenario: Where nothing at all is known, help is still offered on every side
    Given nothing is known
    And the office is described
    When advice is asked for
    Then C-ACC-01 applies at once as a precaution
    And C-DIV-12 applies at once
    And C-VIO-01 applies at once as a precaution
    And C-MR-01 applies at once as a precaution
    And C-REF-01 applies at once as a precaution
    And C-DAT-12 applies at once
    And C-REG-15 applies as routine
    And O-28 applies at once
