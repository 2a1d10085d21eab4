from insights.review.frame import Room
ROOM = Room(path='/differences', name='differences'.capitalize(), about='', pages={})
