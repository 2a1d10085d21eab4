from insights.review.frame import Room
ROOM = Room(path='/corrections', name='corrections'.capitalize(), about='', pages={})
