Feature: Handling of personal information
  Whatever is written about a person, or sent to somebody, can reach those it must not reach.
  These scenarios show what may be written down, who may see it, and what may go to whom and how.
  They are for case workers with a note or a letter in hand, and for those who look after the files.

  Scenario: Nothing private is written down about somebody who says no to notes
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And consent to recording: no
    When advice is asked for
    Then C-DAT-01 applies at once for "note"
    And C-DAT-01 says what must not be done for "note"

  Scenario: Somebody who has not been asked has not agreed to a private note
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And consent to recording is not known
    When advice is asked for
    Then C-DAT-01 applies at once for "note"

  Scenario: The person's agreement lifts the bar on writing a private matter down
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And consent to recording: yes
    When advice is asked for
    Then C-DAT-01 does not apply for "note"

  Scenario: Saying no to private notes leaves room for a neutral note of the need
    Given an item of information called "note"
    And for "note", sensitive content: no
    And consent to recording: no
    When advice is asked for
    Then C-DAT-01 does not apply for "note"

  Scenario: A draft nobody has read through stays out of the file as a precaution
    Given an item of information called "note"
    And for "note", sensitive content is not known
    And consent to recording: no
    When advice is asked for
    Then C-DAT-01 applies at once as a precaution for "note"

  Scenario: Staff read what a draft holds instead of asking the person about it
    Given an item of information called "note"
    And for "note", sensitive content is not known
    When advice is asked for
    Then it is worth asking staff about sensitive content for "note"

  Scenario: Somebody who said no to notes is not asked a second time
    Given an item of information called "note"
    And for "note", sensitive content is not known
    And consent to recording: no
    When advice is asked for
    Then nobody is asked about consent to recording

  Scenario: Somebody who refuses notes is offered a place for tonight like anybody else
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And consent to recording: no
    And a safe place tonight: no
    When advice is asked for
    Then C-DAT-01 applies at once for "note"
    And C-ACC-01 applies at once

  Scenario: Somebody who refuses notes is still followed up after a visit to the clinic
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And consent to recording: no
    And a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider: yes
    When advice is asked for
    Then C-DAT-01 applies at once for "note"
    And C-REF-14 applies as routine for "clinic"

  Scenario: A private matter gets a record of its own when relatives are on the file
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And file shared with family members: yes
    When advice is asked for
    Then C-DAT-02 applies at once for "note"
    And C-DAT-02 says what must be done for "note"

  Scenario: A second record that could itself be noticed is weighed with the person and a supervisor
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And file shared with family members: yes
    When advice is asked for
    Then C-DAT-02 and C-DAT-16 meet as a conflict
    And C-DAT-02 applies at once for "note"
    And C-DAT-16 applies at once
    And C-DAT-16 says what must not be done

  Scenario: A person who shares the file with no relative needs no second record
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And file shared with family members: no
    When advice is asked for
    Then C-DAT-02 does not apply for "note"

  Scenario: The case worker finds out who can open the file before a private word is written
    Given an item of information called "note"
    And for "note", sensitive content: yes
    And file shared with family members is not known
    When advice is asked for
    Then C-DAT-02 says to find out first, at once for "note"
    And it is worth asking staff about file shared with family members

  Scenario: While relatives can read the file, a neutral note of the need is enough to help
    Given file shared with family members: yes
    And consent to recording is not known
    And an item of information called "account"
    And for "account", sensitive content: yes
    And an item of information called "note"
    And for "note", sensitive content: no
    When advice is asked for
    Then C-DAT-01 applies at once for "account"
    And C-DAT-02 applies at once for "account"
    But C-DAT-01 does not apply for "note"
    And C-DAT-02 does not apply for "note"

  Scenario: Somebody with a matter the family must not see is heard alone and gets a separate record
    Given an item of information called "account"
    And for "account", sensitive content: yes
    And file shared with family members: yes
    And something the family must not see: yes
    When advice is asked for
    Then C-REG-08 applies at once
    And C-DAT-02 applies at once for "account"

  Scenario: A private file that the whole office can open is closed to all who do not need it
    Given an item of information called "file"
    And for "file", sensitive content: yes
    And restricted access to this file: no
    When advice is asked for
    Then C-DAT-03 applies at once for "file"
    And C-DAT-03 says what must be done for "file"

  Scenario: A private file already kept to named roles needs no further limit
    Given an item of information called "file"
    And for "file", sensitive content: yes
    And restricted access to this file: yes
    When advice is asked for
    Then C-DAT-03 does not apply for "file"

  Scenario: A private file whose readers nobody has checked counts as open to all
    Given an item of information called "file"
    And for "file", sensitive content: yes
    And restricted access to this file is not known
    When advice is asked for
    Then C-DAT-03 applies at once for "file"

  Scenario: A file nobody has looked through is kept to few readers as a precaution
    Given an item of information called "file"
    And for "file", sensitive content is not known
    And restricted access to this file: no
    When advice is asked for
    Then C-DAT-03 applies at once as a precaution for "file"

  Scenario: A relative who asks at the counter learns nothing private
    Given an item of information called "account"
    And for "account", recipient of the information: family member
    And for "account", sensitive content: yes
    When advice is asked for
    Then C-DAT-04 applies at once for "account"
    And C-DAT-04 says what must not be done for "account"

  Scenario: Another person on the file is shown no letter that staff have yet to read
    Given an item of information called "letter"
    And for "letter", recipient of the information: another person on the file
    And for "letter", sensitive content is not known
    When advice is asked for
    Then C-DAT-04 applies at once for "letter"

  Scenario: A letter with nothing private in it need not be hidden from a relative
    Given an item of information called "letter"
    And for "letter", recipient of the information: family member
    And for "letter", sensitive content: no
    When advice is asked for
    Then C-DAT-04 does not apply for "letter"

  Scenario: A letter whose reader is not known is treated as if a relative might read it
    Given an item of information called "letter"
    And for "letter", recipient of the information is not known
    And for "letter", sensitive content: yes
    When advice is asked for
    Then C-DAT-04 applies at once as a precaution for "letter"

  Scenario: The office does not speak to relatives in the person's place, even where sharing is agreed
    Given an item of information called "account"
    And for "account", recipient of the information: family member
    And for "account", sensitive content: yes
    And for "account", consent to sharing with this recipient: yes
    And consent to sharing: yes
    When advice is asked for
    Then C-DAT-04 applies at once for "account"

  Scenario: The private words of a child are kept from relatives just as those of an adult are
    Given age group: child aged 5 to 11
    And an item of information called "account"
    And for "account", recipient of the information: family member
    And for "account", sensitive content: yes
    When advice is asked for
    Then C-DAT-04 applies at once for "account"

  Scenario: A child who tells of violence is protected without relatives hearing what was confided
    Given age group: adolescent aged 12 to 17
    And type of incident the person told of: physical violence
    And a service called "clinic"
    And for "clinic", matter that must be reported: child abuse
    And an item of information called "account"
    And for "account", recipient of the information: family member
    And for "account", sensitive content: yes
    When advice is asked for
    Then C-MR-08 applies at once for "clinic"
    And C-DIV-02 applies at once
    And C-DAT-04 applies at once for "account"

  Scenario: A partner organization gets nothing that points to somebody who has not agreed
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And consent to sharing: no
    When advice is asked for
    Then C-DAT-05 applies at once for "letter"
    And C-DAT-05 says what must not be done for "letter"

  Scenario: Agreeing to sharing in general is not agreeing to this organization
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", consent to sharing with this recipient is not known
    And consent to sharing: yes
    When advice is asked for
    Then C-DAT-05 applies at once for "letter"

  Scenario: Nothing about consent holds back a letter that the person wants this organization to have
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", consent to sharing with this recipient: yes
    And consent to sharing: yes
    When advice is asked for
    Then C-DAT-05 does not apply for "letter"

  Scenario: A letter without a named recipient cannot have been agreed to, and waits as a precaution
    Given an item of information called "letter"
    And for "letter", recipient of the information is not known
    And for "letter", consent to sharing with this recipient is not known
    When advice is asked for
    Then C-DAT-05 applies at once as a precaution for "letter"
    And it is worth asking staff about recipient of the information for "letter"

  Scenario: A resettlement country receives no file before the person has agreed
    Given an item of information called "file"
    And for "file", recipient of the information: resettlement country
    And for "file", consent to sharing with this recipient: no
    When advice is asked for
    Then C-DAT-05 applies at once for "file"

  Scenario: A photograph does not go on a public page without a clear yes
    Given an item of information called "photo"
    And for "photo", recipient of the information: general public
    And for "photo", consent to sharing with this recipient is not known
    When advice is asked for
    Then C-DAT-05 applies at once for "photo"

  Scenario: A letter that tells the whole story is cut to what its reader needs in order to help
    Given an item of information called "letter"
    And for "letter", content cut to what is needed: no
    When advice is asked for
    Then C-DAT-06 applies at once for "letter"
    And C-DAT-06 says what must be done for "letter"

  Scenario: A letter that names only the need, the service and the safe contact stays as it is
    Given an item of information called "letter"
    And for "letter", content cut to what is needed: yes
    When advice is asked for
    Then C-DAT-06 does not apply for "letter"

  Scenario: A letter written by a colleague is read once more before it leaves the office
    Given an item of information called "letter"
    And for "letter", content cut to what is needed is not known
    When advice is asked for
    Then C-DAT-06 says to find out first, at once for "letter"
    And it is worth asking staff about content cut to what is needed for "letter"

  Scenario: A private letter does not travel through a mailbox that others can open
    Given an item of information called "letter"
    And for "letter", sensitive content: yes
    And for "letter", secure channel: no
    When advice is asked for
    Then C-DAT-07 applies at once for "letter"
    And C-DAT-07 says what must not be done for "letter"

  Scenario: A private letter is not sent through a channel nobody has checked
    Given an item of information called "letter"
    And for "letter", sensitive content: yes
    And for "letter", secure channel is not known
    When advice is asked for
    Then C-DAT-07 applies at once for "letter"

  Scenario: A channel that only the recipient can open is fit for a private letter
    Given an item of information called "letter"
    And for "letter", sensitive content: yes
    And for "letter", secure channel: yes
    When advice is asked for
    Then C-DAT-07 does not apply for "letter"

  Scenario: The opening hours of the office need no protected channel
    Given an item of information called "timetable"
    And for "timetable", sensitive content: no
    And for "timetable", secure channel: no
    When advice is asked for
    Then C-DAT-07 does not apply for "timetable"

  Scenario: A letter nobody has read is handed over in person as a precaution
    Given an item of information called "letter"
    And for "letter", sensitive content is not known
    And for "letter", secure channel: no
    When advice is asked for
    Then C-DAT-07 applies at once as a precaution for "letter"

  Scenario: An authority receives nothing private from a case worker alone
    Given an item of information called "account"
    And for "account", recipient of the information: authority
    And for "account", sensitive content: yes
    When advice is asked for
    Then C-DAT-08 applies at once for "account"
    And C-DAT-08 says what must not be done for "account"

  Scenario: A legal obligation is not enough by itself to pass a private account to an authority
    Given an item of information called "account"
    And for "account", recipient of the information: authority
    And for "account", sensitive content: yes
    And for "account", ground for the sharing: legal obligation
    When advice is asked for
    Then C-DAT-08 applies at once for "account"

  Scenario: An authority is given no list that staff have yet to read
    Given an item of information called "list"
    And for "list", recipient of the information: authority
    And for "list", sensitive content is not known
    When advice is asked for
    Then C-DAT-08 applies at once for "list"

  Scenario: A paper about mattresses and tents is not kept from an authority as private
    Given an item of information called "paper"
    And for "paper", recipient of the information: authority
    And for "paper", sensitive content: no
    When advice is asked for
    Then C-DAT-08 does not apply for "paper"

  Scenario: An account that might end up with an authority is not passed on
    Given an item of information called "account"
    And for "account", recipient of the information is not known
    And for "account", sensitive content: yes
    When advice is asked for
    Then C-DAT-08 applies at once as a precaution for "account"

  Scenario: A complaint somebody wishes to make is supported, while private details stay guarded
    Given an item of information called "account"
    And for "account", recipient of the information: authority
    And for "account", sensitive content: yes
    And for "account", who asked for the sharing: person concerned
    When advice is asked for
    Then C-MR-11 applies within 72 hours for "account"
    And C-DAT-08 applies at once for "account"

  Scenario: A donor report leaves out a figure with 10 people behind it
    Given an item of information called "table"
    And for "table", recipient of the information: donor report
    And for "table", number of people behind each figure: 10
    When advice is asked for
    Then C-DAT-09 applies within 72 hours for "table"
    And C-DAT-09 says what must be done for "table"

  Scenario: A figure with 11 people behind it is not too small for a donor report
    Given an item of information called "table"
    And for "table", recipient of the information: donor report
    And for "table", number of people behind each figure: 11
    When advice is asked for
    Then C-DAT-09 does not apply for "table"

  Scenario: A small figure that stays inside the office is not a published one
    Given an item of information called "table"
    And for "table", recipient of the information: another unit of the office
    And for "table", number of people behind each figure: 4
    When advice is asked for
    Then C-DAT-09 does not apply for "table"

  Scenario: A figure for the public counts as small until somebody has counted the people behind it
    Given an item of information called "table"
    And for "table", recipient of the information: general public
    And for "table", number of people behind each figure is not known
    When advice is asked for
    Then C-DAT-09 applies within 72 hours as a precaution for "table"

  Scenario: A small figure is held back as a precaution while its readers are not known
    Given an item of information called "table"
    And for "table", recipient of the information is not known
    And for "table", number of people behind each figure: 4
    When advice is asked for
    Then C-DAT-09 applies within 72 hours as a precaution for "table"

  Scenario: Once the person is known to be safe, staff count the people behind a figure for the public
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And an item of information called "table"
    And for "table", recipient of the information: general public
    And for "table", number of people behind each figure is not known
    When advice is asked for
    Then it is worth asking staff about number of people behind each figure for "table"

  Scenario: On a night when little is known about somebody's safety, nobody is sent to count figures
    Given immediate danger is not known
    And a safe place tonight is not known
    And source of threat is not known
    And an item of information called "table"
    And for "table", recipient of the information: general public
    And for "table", number of people behind each figure is not known
    When advice is asked for
    Then C-DIV-12 applies at once
    And nobody is asked about number of people behind each figure

  Scenario: The office watches over safety without publishing figures that point to a few people
    Given the office is described
    And monitoring of safety and access: no
    And an item of information called "table"
    And for "table", recipient of the information: general public
    And for "table", number of people behind each figure: 6
    When advice is asked for
    Then O-20 applies as routine
    And C-DAT-09 applies within 72 hours for "table"

  Scenario: A suspected leak is contained at once and safety is gone over again with the person
    Given suspected leak of information: yes
    When advice is asked for
    Then C-DAT-10 applies at once
    And C-DAT-10 says what must be done

  Scenario: Where staff have looked and nothing has leaked, no alarm is raised
    Given suspected leak of information: no
    When advice is asked for
    Then C-DAT-10 does not apply

  Scenario: Staff find out at once whether anything has leaked when nobody can say
    Given suspected leak of information is not known
    When advice is asked for
    Then C-DAT-10 says to find out first, at once
    And it is worth asking staff about suspected leak of information

  Scenario: Somebody who can only be reached in person does not hear of a leak by telephone
    Given suspected leak of information: yes
    And safe way to reach the person: in person only
    When advice is asked for
    Then C-DAT-10 applies at once
    And C-DAT-12 applies at once
    And C-DAT-12 says what must not be done

  Scenario: A coloured card that sets some visitors apart is replaced by the same card for all
    Given visible mark that tells people apart: yes
    When advice is asked for
    Then C-DAT-11 applies at once
    And C-DAT-11 says what must be done

  Scenario: Where everyone has the same card and the same queue, nothing has to be taken away
    Given visible mark that tells people apart: no
    When advice is asked for
    Then C-DAT-11 does not apply

  Scenario: Staff walk through the reception and look for marks that set people apart
    Given visible mark that tells people apart is not known
    When advice is asked for
    Then C-DAT-11 says to find out first, at once
    And it is worth looking for visible mark that tells people apart

  Scenario: Somebody who can only be reached in person is not called or sent a message
    Given safe way to reach the person: in person only
    When advice is asked for
    Then C-DAT-12 applies at once

  Scenario: Somebody for whom no contact is safe decides when to come back
    Given safe way to reach the person: no safe way found
    When advice is asked for
    Then C-DAT-12 applies at once

  Scenario: As long as no safe contact is known, nobody seeks the person out
    Given safe way to reach the person is not known
    When advice is asked for
    Then C-DAT-12 applies at once

  Scenario: Somebody who has named the phone as safe may be called
    Given safe way to reach the person: phone
    When advice is asked for
    Then C-DAT-12 does not apply

  Scenario: When somebody takes back an agreement to sharing, the sharing stops and recipients are told
    Given withdrawn consent: sharing
    When advice is asked for
    Then C-DAT-13 applies within 72 hours
    And C-DAT-13 says what must be done

  Scenario: Taking back an agreement to notes and referral costs nobody a place for tonight
    Given withdrawn consent: recording, referral
    And a safe place tonight: no
    When advice is asked for
    Then C-DAT-13 applies within 72 hours
    And C-ACC-01 applies at once

  Scenario: Where no agreement has been taken back, nothing is undone
    Given withdrawn consent: none
    When advice is asked for
    Then C-DAT-13 does not apply

  Scenario: Nobody is asked whether an agreement given earlier still stands
    Given withdrawn consent is not known
    When advice is asked for
    Then C-DAT-13 stays undecided and says nothing
    And nobody is asked about withdrawn consent

  Scenario: A referral that somebody no longer agrees to is stopped
    Given withdrawn consent: referral
    When advice is asked for
    Then C-DAT-13 applies within 72 hours

  Scenario: Notes that somebody no longer agrees to are stopped and removed
    Given withdrawn consent: recording
    When advice is asked for
    Then C-DAT-13 applies within 72 hours

  Scenario: A partner organization that has signed nothing receives nothing private
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content: yes
    And for "letter", data-sharing agreement in force: no
    When advice is asked for
    Then C-DAT-14 applies within 72 hours for "letter"
    And C-DAT-14 says what must not be done for "letter"

  Scenario: An agreement nobody has seen counts as an agreement nobody has signed
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content: yes
    And for "letter", data-sharing agreement in force is not known
    When advice is asked for
    Then C-DAT-14 applies within 72 hours for "letter"

  Scenario: A signed agreement with the partner organization removes one reason to hold a letter back
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content: yes
    And for "letter", data-sharing agreement in force: yes
    When advice is asked for
    Then C-DAT-14 does not apply for "letter"

  Scenario: A person's own yes does not stand in for the agreement an organization has yet to sign
    Given consent to sharing: yes
    And an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content: yes
    And for "letter", consent to sharing with this recipient: yes
    And for "letter", data-sharing agreement in force: no
    When advice is asked for
    Then C-DAT-05 does not apply for "letter"
    But C-DAT-14 applies within 72 hours for "letter"

  Scenario: A letter that staff have yet to read does not go to an organization without an agreement
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content is not known
    And for "letter", data-sharing agreement in force: no
    When advice is asked for
    Then C-DAT-14 applies within 72 hours as a precaution for "letter"

  Scenario: Until it is clear who receives it, a sensitive item waits as if it went to a partner
    Given an item of information called "note"
    And for "note", sensitive content: yes
    When advice is asked for
    Then C-DAT-14 applies within 72 hours as a precaution for "note"

  Scenario: For an authority the person's own consent counts, not an agreement on data
    Given an item of information called "letter"
    And for "letter", recipient of the information: authority
    And for "letter", sensitive content: yes
    When advice is asked for
    Then C-DAT-14 does not apply for "letter"
    And C-DAT-08 applies at once for "letter"

  Scenario: A list of names that serves no stated purpose is neither copied nor passed on
    Given an item of information called "list"
    And for "list", stated purpose of the sharing: no
    When advice is asked for
    Then C-DAT-15 applies at once for "list"
    And C-DAT-15 says what must not be done for "list"

  Scenario: A list whose purpose has been stated is not held back for lacking one
    Given an item of information called "list"
    And for "list", stated purpose of the sharing: yes
    When advice is asked for
    Then C-DAT-15 does not apply for "list"

  Scenario: A list is left alone as a precaution until a colleague can say what it is for
    Given an item of information called "list"
    And for "list", stated purpose of the sharing is not known
    When advice is asked for
    Then C-DAT-15 applies at once as a precaution for "list"
    And it is worth asking staff about stated purpose of the sharing for "list"

  Scenario: The circles a person has named learn nothing through an escort, an hour or a word
    Given who must not learn of this: family, housemates
    When advice is asked for
    Then C-DAT-16 applies at once

  Scenario: Somebody who does not mind who learns of the matter needs no roundabout way to help
    Given who must not learn of this: none
    When advice is asked for
    Then C-DAT-16 does not apply

  Scenario: Not knowing who must not learn is reason enough to tell nobody outside the team
    Given who must not learn of this is not known
    When advice is asked for
    Then C-DAT-16 applies at once

  Scenario: Somebody who was not asked about those who must not learn is guarded without being asked
    Given who must not learn of this: not asked
    When advice is asked for
    Then C-DAT-16 applies at once
    And nobody is asked about who must not learn of this

  Scenario: Each paper is judged by its own reader
    Given consent to sharing: yes
    And an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content: yes
    And for "letter", consent to sharing with this recipient: yes
    And for "letter", data-sharing agreement in force: yes
    And an item of information called "list"
    And for "list", recipient of the information: authority
    And for "list", sensitive content: yes
    When advice is asked for
    Then C-DAT-08 does not apply for "letter"
    But C-DAT-08 applies at once for "list"

  Scenario: Two reasons to hold back the same letter stand side by side
    Given an item of information called "letter"
    And for "letter", recipient of the information: partner organization
    And for "letter", sensitive content: yes
    And for "letter", secure channel: no
    And for "letter", consent to sharing with this recipient: no
    When advice is asked for
    Then C-DAT-05 applies at once for "letter"
    And C-DAT-07 applies at once for "letter"

  Scenario: Where nothing is to be sent, nobody is asked who would receive it
    Given no items of information at all
    When advice is asked for
    Then C-DAT-05 does not apply
    And nobody is asked about recipient of the information

  Scenario: A donor report carries nothing that points to a person who has not agreed
    Given an item of information called "report"
    And for "report", recipient of the information: donor report
    When advice is asked for
    Then C-DAT-05 applies at once for "report"
    And C-DAT-04 does not apply for "report"

  Scenario: A note for the case worker is not held back as if it left the office
    Given an item of information called "note"
    And for "note", recipient of the information: case worker
    When advice is asked for
    Then C-DAT-05 does not apply for "note"
    And C-DAT-09 does not apply for "note"

  Scenario: Agreeing to one recipient does not replace the consent to sharing that nobody asked for
    Given an item of information called "note"
    And for "note", recipient of the information: partner organization
    And for "note", consent to sharing with this recipient: yes
    When advice is asked for
    Then C-DAT-05 applies at once for "note"

  Scenario: Somebody of whom nothing is known yet is neither sought out nor talked about
    Given nothing is known
    When advice is asked for
    Then C-DAT-12 applies at once
    And C-DAT-16 applies at once
